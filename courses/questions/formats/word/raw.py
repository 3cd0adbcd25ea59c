"""A question as it is gathered line by line, before its fields are judged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from ....enums import BankKind
from ....enums.question_faults import QuestionNote
from ....enums.question_imports import PlaceKind
from ..found import Cells, Parsed, at
from ..layout_read import read_cells
from ..pairs import read_pair
from ..words import value_of, written
from .lines import CLOSE, OPEN, any_of

TEXTS = {BankKind.SHORT.value, BankKind.ESSAY.value, BankKind.CASE.value}
TAGGED = re.compile(f"{OPEN}([^\\[\\]()\u3010\u3011\uff08\uff09]{{1,30}}){CLOSE}")
IN_BRACKETS = re.compile("[(\uff08\u3010]\\s*([^()\uff08\uff09\u3010\u3011]{1,16}?)\\s*[)\uff09\u3011]")
LETTERS = re.compile("[A-H\uff21-\uff28](?:[,\uff0c\u3001\\s]?[A-H\uff21-\uff28]){0,7}")
BLANK_BRACKETS = "\uff08\u3000\uff09"
Notes = list[tuple[QuestionNote, str]]


@cache
def _points() -> re.Pattern[str]:
    return re.compile(f"\\s*([0-9]{{1,3}}(?:\\.[0-9]{{1,2}})?)\\s*(?:{any_of('point_word')})\\s*")


@dataclass
class Raw:
    """`number` is None where the paper has none; `section` is the kind that a heading gave."""

    line: int
    number: int | None = None
    section: str = ""
    points: str = ""
    is_part: bool = False
    fields: dict[str, list[str]] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    parts: list[Raw] = field(default_factory=list)
    notes: Notes = field(default_factory=list)
    last: str = "stem"

    def add(self, name: str, text: str) -> None:
        """A line of a field; the lines that follow belong to it."""
        self.last = name
        if text.strip():
            self.fields.setdefault(name, []).append(text.strip())
        else:
            self.fields.setdefault(name, [])

    def go_on(self, text: str) -> None:
        if self.last == "options" and self.options:
            self.options[-1] = f"{self.options[-1]}\n{text.strip()}"
        else:
            self.add(self.last, text)

    def has(self, name: str) -> bool:
        return name in self.fields

    @property
    def kind(self) -> str:
        """The value of the kind as far as it is named."""
        word = "".join(self.fields.get("kind", [])) or self.section
        return value_of("kind", word) or ""

    @property
    def is_text(self) -> bool:
        """Whether its answer may have many lines."""
        return self.kind in TEXTS or (not self.kind and not self.options)

    @property
    def is_complete(self) -> bool:
        return self.has("answer") or self.has("explanation") or len(self.options) >= 2

    def take_tags(self) -> None:
        """Kind and points in brackets at either end of the question's first line."""
        lines = self.fields.get("stem", [])
        if not lines:
            return
        for found in [*TAGGED.finditer(lines[0])]:
            at_end = not lines[0][: found.start()].strip() or not lines[0][found.end() :].strip()
            if at_end and self._take(found[1]):
                lines[0] = (lines[0][: found.start()] + lines[0][found.end() :]).strip()
                self.take_tags()
                return

    def _take(self, content: str) -> bool:
        parts = [part for part in re.split("[,\uff0c\u3001;\uff1b\\s]+", content) if part]
        found: dict[str, str] = {}
        for part in parts:
            points = _points().fullmatch(part)
            if points:
                found["points"] = points[1]
            elif any(value_of(kind, part) for kind in ("kind", "maybe_matching", "choice")):
                found["kind"] = part
            else:
                return False
        for name, value in found.items():
            self.fields[name] = [value]
        return bool(found)


def parsed_of(raw: Raw) -> Parsed:
    parsed = at(PlaceKind.LINE, raw.line)
    parsed.cells = cells_of(raw, parsed)
    for one in [raw, *raw.parts]:
        for note, fact in one.notes:
            parsed.note(note, **({_named(note): fact} if fact else {}))
    read_cells(parsed)
    return parsed


def cells_of(raw: Raw, parsed: Parsed) -> Cells:
    cells: Cells = {name: "\n".join(lines) for name, lines in raw.fields.items()}
    if raw.options:
        cells["options"] = list(raw.options)
    if not cells.get("kind") and raw.section:
        cells["kind"] = raw.section
    if not cells.get("points") and raw.points:
        cells["points"] = raw.points
        parsed.note(QuestionNote.SECTION_POINTS, points=raw.points)
    if raw.parts:
        cells["kind"] = written("kind", BankKind.CASE.value)
        cells["parts"] = [cells_of(part, parsed) for part in raw.parts]
    if not cells.get("answer", "").strip() and not raw.parts:
        _answer_in_stem(cells, parsed)
    if value_of("maybe_matching", cells.get("kind", "")) and not raw.options:
        _pairs_in_stem(cells)
    return cells


def _answer_in_stem(cells: Cells, parsed: Parsed) -> None:
    """The answer that stands in the brackets of the question leaves empty brackets behind."""
    stem = cells.get("stem", "")
    if value_of("kind", cells.get("kind", "")) in TEXTS | {BankKind.FILL.value}:
        return
    for found in reversed(list(IN_BRACKETS.finditer(stem))):
        inside = found[1].strip()
        is_letters = bool(cells.get("options")) and LETTERS.fullmatch(inside) is not None
        if is_letters or _is_truth(inside, cells):
            cells["answer"] = inside
            blank = BLANK_BRACKETS if is_letters else ""
            cells["stem"] = (stem[: found.start()] + blank + stem[found.end() :]).strip()
            parsed.note(QuestionNote.ANSWER_IN_STEM, answer=inside)
            return


def _is_truth(inside: str, cells: Cells) -> bool:
    if cells.get("options") or inside.isdecimal():
        return False
    return bool(value_of("true", inside) or value_of("false", inside))


def _pairs_in_stem(cells: Cells) -> None:
    lines = cells.get("stem", "").split("\n")
    pairs = [line for line in lines if read_pair(line)]
    if pairs:
        cells["options"] = pairs
        cells["stem"] = "\n".join(line for line in lines if line not in pairs)


def _named(note: QuestionNote) -> str:
    names = {
        QuestionNote.IMAGES: "names",
        QuestionNote.MEDIA: "names",
        QuestionNote.FORMATTING: "elements",
        QuestionNote.ANSWER_AT_END: "answer",
    }
    return names.get(note, "text")
