"""Blanks, short texts and essays of the product's layout."""

from __future__ import annotations

import re

from ...enums import BankKind
from ...enums.question_faults import QuestionFault, QuestionNote
from ..draft import QuestionDraft
from . import build, escaped
from .accepted import read_blanks, read_spellings, with_blanks
from .amounts import centipoints_of
from .fields import options_in, text_in
from .found import Parsed
from .plain_text import tidy
from .settings_cell import read_settings
from .words import spellings, value_of

MOST_BLANKS = 60
MOST_CRITERIA = 40
LONGEST_ACCEPTED = 200
EARNED = re.compile("[|\uff5c:\uff1a(\uff08\\s]\\s*([0-9]{1,4}(?:\\.[0-9]{1,2})?)$")


def read_fill(parsed: Parsed, stem: str, _kind: BankKind) -> QuestionDraft | None:
    _note_options(parsed)
    answer = text_in(parsed.cells, "answer").strip()
    if not answer:
        parsed.fault(QuestionFault.ANSWER_MISSING)
        return None
    settings = read_settings(text_in(parsed.cells, "settings"), parsed)
    marked, count = (stem, 0) if settings.get("below") else with_blanks(stem)
    blanks = read_blanks(answer, count or 1)
    if len(blanks) != (count or 1) or count > MOST_BLANKS or not all(blanks):
        parsed.fault(QuestionFault.BLANKS, blanks=count or 1, answers=len(blanks))
        return None
    return build.fill(
        marked,
        blanks,
        any_order=bool(settings.get("any_order", False)),
        match_case=bool(settings.get("match_case", False)),
    )


def read_short(parsed: Parsed, stem: str, _kind: BankKind) -> QuestionDraft | None:
    """A short text is marked by a person unless the answer is one of the accepted ones."""
    _note_options(parsed)
    answer, reference = _answer_and_reference(parsed)
    accepted = read_spellings(answer) if len(answer) <= LONGEST_ACCEPTED and "\n" not in answer else []
    if answer and not accepted:
        reference = f"{answer}\n{reference}".strip()
    settings = read_settings(text_in(parsed.cells, "settings"), parsed)
    return build.short(stem, accepted, reference, _most(settings.get("most_characters")))


def read_essay(parsed: Parsed, stem: str, _kind: BankKind) -> QuestionDraft | None:
    _note_options(parsed)
    answer, reference = _answer_and_reference(parsed)
    if answer:
        reference = f"{answer}\n{reference}".strip()
    settings = read_settings(text_in(parsed.cells, "settings"), parsed)
    rubric = read_rubric(text_in(parsed.cells, "rubric"), parsed)
    return build.essay(stem, reference, rubric, _most(settings.get("most_characters")))


def read_rubric(cell: str, parsed: Parsed) -> list[tuple[str, int]]:
    """Lines with a criterion and its points at the end; a line without points belongs to the one before."""
    rubric: list[tuple[str, int]] = []
    for line in cell.split("\n"):
        bare = line.strip().rstrip(")\uff09\u3002.;\uff1b ")
        for word in spellings("point_word"):
            bare = bare.removesuffix(word)
        found = EARNED.search(bare[-20:])
        earned = centipoints_of(found[1]) if found else None
        text = escaped.plain(bare[: len(bare) - len(bare[-20:]) + found.start()].rstrip()) if found else ""
        if found and earned and text.strip():
            rubric.append((text.strip(), earned))
        elif line.strip() and rubric:
            rubric[-1] = (f"{rubric[-1][0]}\n{line.strip()}", rubric[-1][1])
        elif line.strip():
            parsed.fault(QuestionFault.POINTS, points=line)
    if len(rubric) > MOST_CRITERIA:
        parsed.fault(QuestionFault.LONG)
    return rubric


def _answer_and_reference(parsed: Parsed) -> tuple[str, str]:
    answer = tidy(text_in(parsed.cells, "answer"))
    if value_of("no_answer", answer):
        answer = ""
    return answer, tidy(text_in(parsed.cells, "reference"))


def _most(value: bool | int | str | None) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _note_options(parsed: Parsed) -> None:
    if any(options_in(parsed.cells)):
        parsed.note(QuestionNote.EXTRA_OPTIONS)
