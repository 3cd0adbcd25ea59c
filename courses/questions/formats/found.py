"""What a parser says about one question: the draft, why there is none, and what of the file cannot be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices

from ...enums.question_faults import QuestionDoubt, QuestionFault, QuestionNote
from ...enums.question_imports import PlaceKind, QuestionFormat, QuestionVerdict
from ..draft import QuestionDraft

MOST_QUESTIONS = 100_000
LONGEST_FACT = 200
LONGEST_PLACE = 100
MOST_NAMED = 40
Cells = dict[str, Any]
"""Fields of a question in the product's layout: `SheetColumn` to text; `options` and `parts` are lists."""

TO_LOOK_AT = {
    *(QuestionNote.IMAGES, QuestionNote.MEDIA, QuestionNote.MATH, QuestionNote.STIMULUS_MISSING),
    *(QuestionNote.POINTS_ZERO, QuestionNote.UNITS, QuestionNote.TEMPLATES, QuestionNote.ORDER_SELECTION),
}
"""Notes about something without which the question may not be understood: it gets a warning."""


@dataclass(frozen=True)
class Finding:
    """A reason with the facts that its sentence names."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass
class Parsed:
    """`place` is a row, a line or a name. Without `draft` there are faults, or it `is_question` not at all."""

    place_kind: PlaceKind
    place: str
    draft: QuestionDraft | None = None
    cells: Cells = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    is_question: bool = True

    def fault(self, reason: QuestionFault, **facts: object) -> None:
        _add(self.faults, reason, facts)

    def doubt(self, reason: QuestionDoubt, **facts: object) -> None:
        _add(self.doubts, reason, facts)

    def note(self, reason: QuestionNote, **facts: object) -> None:
        _add(self.notes, reason, facts)

    def left_out(self, reason: QuestionNote) -> None:
        self.is_question = False
        self.note(reason)

    @property
    def needs_look(self) -> bool:
        return any(note.code in TO_LOOK_AT for note in self.notes)

    @property
    def verdict(self) -> QuestionVerdict:
        if not self.is_question:
            return QuestionVerdict.SKIP
        if self.faults or self.draft is None:
            return QuestionVerdict.ERROR
        if self.doubts or self.needs_look:
            return QuestionVerdict.WARN
        return QuestionVerdict.OK


@dataclass
class Reading:
    """A whole file; `notes` are about the file, not about one question."""

    format: QuestionFormat
    questions: list[Parsed] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    def note(self, reason: QuestionNote, **facts: object) -> None:
        _add(self.notes, reason, facts)


def at(kind: PlaceKind, place: object) -> Parsed:
    return Parsed(kind, clipped(place, LONGEST_PLACE))


def clipped(value: object, length: int = LONGEST_FACT) -> str:
    """One line of at most `length` characters."""
    text = " ".join(str(value)[: length * 4].split())
    return text if len(text) <= length else text[: length - 1] + "\u2026"


def _add(findings: list[Finding], reason: TextChoices, facts: dict[str, object]) -> None:
    found = Finding(str(reason.value), {name: clipped(value) for name, value in facts.items()})
    if found not in findings and len(findings) < MOST_NAMED:
        findings.append(found)
