"""What is said in a recording, from its captions (WebVTT) or its plain transcript. Pure."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

TIMES = re.compile(r"^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})\s+-->\s+((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})(?:\s|$)")
MARKUP = re.compile(r"<[^<>]*>")
MOST_BYTES = 1024 * 1024
"""Captions of a whole day are smaller."""
PARAGRAPH_MS = 30_000
PAUSE_MS = 4_000


@dataclass(frozen=True)
class Cue:
    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True)
class Passage:
    """A paragraph of a transcript; `start_ms` is None where nothing tells when it is said."""

    start_ms: int | None
    text: str


def cues(captions: str) -> list[Cue]:
    """The cues in the order of the file; whatever is no cue is left out, and nothing raises."""
    found = []
    for block in re.split(r"\n[ \t]*\n", captions.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.split("\n")
        for number, line in enumerate(lines[:2]):
            if times := TIMES.match(line):
                text = " ".join(" ".join(lines[number + 1 :]).split())
                words = html.unescape(MARKUP.sub("", text)).strip()
                if words:
                    found.append(Cue(_ms(times[1]), _ms(times[2]), words))
                break
    return found


def passages_of(found: list[Cue]) -> list[Passage]:
    """Cues drawn together to paragraphs of about half a minute; a pause begins a new one."""
    passages: list[Passage] = []
    start, last, said = 0, 0, ""
    for cue in found:
        if said and (cue.start_ms - start >= PARAGRAPH_MS or cue.start_ms - last > PAUSE_MS or cue.start_ms < start):
            passages.append(Passage(start, said))
            said = ""
        if not said:
            start = cue.start_ms
        said = _joined(said, cue.text)
        last = cue.end_ms
    return [*passages, Passage(start, said)] if said else passages


def plain_passages(transcript: str) -> list[Passage]:
    """One a non-empty line."""
    return [Passage(None, line.strip()) for line in transcript.splitlines() if line.strip()]


def _joined(said: str, more: str) -> str:
    """Latin words need a space between two cues, Chinese ones none."""
    needs_space = said and said[-1:].isascii() and more[:1].isascii()
    return f"{said} {more}" if needs_space else said + more


def _ms(time: str) -> int:
    clock, _, fraction = time.replace(",", ".").partition(".")
    hours, minutes, seconds = ["0", *clock.split(":")][-3:]
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction)
