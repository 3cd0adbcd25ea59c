"""Lines of a paper, and what each of them begins with."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from ....enums.question_faults import QuestionNote
from ..words import spellings, value_of

OPEN, CLOSE = "[\\[\u3010\u3014(\uff08]", "[\\]\u3011\u3015)\uff09]"
AFTER = "[\u3001\uff0e:\uff1a)\uff09]"
LETTER = "[A-Za-z\uff21-\uff3a\uff41-\uff5a]"
LONGEST_HEADING = 400
BRACKETED = re.compile(f"{OPEN}[^()\\[\\]\uff08\uff09\u3010\u3011]*{CLOSE}")
ENDS = " \u3001.\u3002\uff0e:\uff1a,\uff0c"
BEHIND_NUMBERED = re.compile(f"$|{OPEN}|[{ENDS}]")
BEHIND_WORD = re.compile(f"[{ENDS}]?$|{OPEN}.*{CLOSE}[{ENDS}]?$")


@dataclass(frozen=True)
class Line:
    """`number` counts from 1; `notes` are what of the paragraph is lost."""

    number: int
    text: str
    notes: tuple[tuple[QuestionNote, str], ...] = ()


@dataclass(frozen=True)
class Start:
    """The number that a question begins with: `is_part` for the styles of questions inside of another."""

    number: int
    is_part: bool
    rest: str


@dataclass(frozen=True)
class Heading:
    """`word` is the kind of the questions below, `points` what each earns, `left` what else the line says."""

    word: str
    points: str
    left: str = ""


@dataclass
class Labelled:
    """A line cut at its labels: the text in front of them, then label and value."""

    front: str
    labels: list[tuple[str, str]] = field(default_factory=list)


def any_of(kind: str) -> str:
    return "|".join(re.escape(word) for word in spellings(kind))


@cache
def _question() -> re.Pattern[str]:
    before, after = any_of("before_number"), any_of("after_number")
    return re.compile(
        f"\\s*(?:(?P<word>{before})\\s*(?P<a>[0-9]{{1,4}})\\s*(?:{after})?\\s*(?:{AFTER}|\\.(?![0-9])|\\s|$)+"
        f"|(?P<b>[0-9]{{1,4}})\\s*(?:{AFTER}|\\.(?![0-9]))"
        f"|[(\uff08]\\s*(?P<c>[0-9]{{1,4}})\\s*[)\uff09]\\s*[\u3001.\uff0e]?"
        "|(?P<d>[\u2460-\u2473]))\\s*(?P<rest>.*)",
        re.IGNORECASE | re.DOTALL,
    )


def question_start(text: str) -> Start | None:
    found = _question().match(_with_ascii_digits(text[:40]) + text[40:])
    if found is None:
        return None
    digits = found["a"] or found["b"] or found["c"]
    number = int(digits) if digits else int(unicodedata.numeric(found["d"]))
    is_part = bool(found["c"] or found["d"]) or (
        found["word"] is not None and value_of("before_number", found["word"]) == "part"
    )
    return Start(number, is_part, found["rest"])


@cache
def _section() -> re.Pattern[str]:
    numeral = "".join(spellings("numeral"))
    first, after = any_of("section_word"), any_of("section_after")
    return re.compile(
        f"\\s*(?:(?:{first})?[{numeral}IVX0-9]{{1,5}}(?:{after})?\\s*[\u3001.\uff0e:\uff1a\\s]\\s*)?(?P<rest>.*)",
        re.DOTALL,
    )


@cache
def _kind() -> re.Pattern[str]:
    words = sorted({*spellings("kind"), *spellings("maybe_matching"), *spellings("choice")}, key=len, reverse=True)
    known = "|".join(re.escape(word) for word in words)
    return re.compile(f"{OPEN}?\\s*(?P<word>{known})\\s*{CLOSE}?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


@cache
def _each() -> re.Pattern[str]:
    return re.compile(
        f"(?:{any_of('per_question')})\\s*([0-9]{{1,3}}(?:\\.[0-9]{{1,2}})?)\\s*(?:{any_of('point_word')})"
    )


def section_heading(text: str) -> Heading | None:
    """A line that says which kind of questions follow, with or without a number."""
    bare = text.strip()
    if not bare or len(bare) > LONGEST_HEADING:
        return None
    whole = _section().match(bare)
    rest = whole["rest"] if whole else bare
    found = _kind().match(rest)
    if found is None:
        return None
    behind = found["rest"].strip()
    has_numeral = rest != bare and not bare[0].isascii()
    may_follow = BEHIND_NUMBERED if has_numeral else BEHIND_WORD
    if not may_follow.match(behind):
        return None
    points = _each().search(behind)
    left = BRACKETED.sub("", behind).strip(ENDS)
    return Heading(found["word"], points[1] if points else "", left)


@cache
def _label(anywhere: bool) -> re.Pattern[str]:
    words = any_of("label")
    if anywhere:
        return re.compile(
            f"[\u3010\\[\u3014](?P<a>{words})[\u3011\\]\u3015]\\s*[:\uff1a]?|(?<=[\\s\u3000])(?P<b>{words})\\s*[:\uff1a]",
            re.IGNORECASE,
        )
    return re.compile(f"\\s*(?:{OPEN}(?P<a>{words}){CLOSE}\\s*[:\uff1a]?|(?P<b>{words})\\s*[:\uff1a])", re.IGNORECASE)


def labelled(text: str) -> Labelled | None:
    """None for a line without a label. A word is a label in brackets, or in front of a colon."""
    begin = _label(False).match(text)
    marks = [begin] if begin else []
    marks += [found for found in _label(True).finditer(text) if not begin or found.start() >= begin.end()]
    if not marks:
        return None
    line = Labelled(text[: marks[0].start()])
    for found, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(text)
        name = value_of("label", found["a"] or found["b"]) or "explanation"
        line.labels.append((name, text[found.end() : end].strip()))
    return line


def _with_ascii_digits(text: str) -> str:
    return "".join(chr(ord(one) - 0xFEE0) if "\uff10" <= one <= "\uff19" else one for one in text)
