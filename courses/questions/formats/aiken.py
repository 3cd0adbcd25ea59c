"""Aiken: a question, options A to Z on a line each, `ANSWER: B`."""

from __future__ import annotations

import re

from ...enums import BankKind
from ...enums.question_faults import QuestionFault, QuestionFileFault
from ...enums.question_imports import PlaceKind, QuestionFormat
from ...errors.question_imports import FileUnusable
from .answers import chosen
from .file_text import lines_of, text_in_file
from .found import MOST_QUESTIONS, Parsed, Reading, at
from .layout_read import read_cells
from .plain_text import from_maybe_html
from .words import written

OPTION = re.compile("\\s*([A-Za-z\uff21-\uff3a])\\s*[.)\uff0e\uff09\u3001]\\s+(.*)|\\s*([A-Z])[.)](\\S.*)")
ANSWER = re.compile("\\s*ANSWER\\s*[:\uff1a]\\s*(.*)", re.IGNORECASE)


def read_aiken(content: bytes) -> Reading:
    """Raises FileUnusable, nothing else."""
    reading = Reading(QuestionFormat.AIKEN)
    gathered: list[tuple[int, str]] = []
    for number, line in enumerate(lines_of(text_in_file(content)), start=1):
        if ANSWER.fullmatch(line):
            reading.questions.append(_question([*gathered, (number, line)]))
            gathered = []
        elif line.strip():
            gathered.append((number, line))
        if len(reading.questions) > MOST_QUESTIONS:
            raise FileUnusable(QuestionFileFault.MANY)
    if gathered:
        reading.questions.append(_question(gathered))
    if not reading.questions:
        raise FileUnusable(QuestionFileFault.NOTHING)
    return reading


def _question(lines: list[tuple[int, str]]) -> Parsed:
    parsed = at(PlaceKind.LINE, lines[0][0])
    stem: list[str] = []
    options: list[str] = []
    answer = ""
    for number, line in lines:
        option = OPTION.fullmatch(line)
        letter = (option[1] or option[3]) if option else ""
        if found := ANSWER.fullmatch(line):
            answer = found[1].strip().rstrip(".")
        elif option and chosen(letter, [""] * 26).places == (len(options),):
            options.append(from_maybe_html(option[2] or option[4] or "", parsed))
        elif not options:
            stem.append(line.strip())
        else:
            parsed.fault(QuestionFault.LINE, line=number, text=line)
    parsed.cells = {
        "kind": written("kind", BankKind.SINGLE.value),
        "stem": from_maybe_html("\n".join(stem), parsed),
        "options": options,
        "answer": answer,
    }
    read_cells(parsed)
    return parsed
