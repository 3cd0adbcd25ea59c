"""What a learner sees of an attempt that is handed in: points, and the right answers where the exam shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from courses.enums import BankKind
from courses.exams.fields import answer_words
from courses.models import HandedInAnswer
from courses.questions.marking import mark
from courses.questions.showing import right_answer


@dataclass(frozen=True)
class ReviewedPart:
    """A question, or a part of a case. `earned` is None while it waits, or where a part has no points of its own."""

    kind: str
    stem: str
    given: list[str]
    right: list[str]
    explanation: str
    earned: int | None
    most: int


@dataclass(frozen=True)
class Reviewed:
    position: int
    part: ReviewedPart
    comments: list[str]
    parts: list[ReviewedPart] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        if self.part.earned is None:
            return "waiting"
        if self.part.earned == self.part.most:
            return "right"
        return "partly" if self.part.earned else "wrong"


def review(answers: list[tuple[HandedInAnswer, int | None]], *, with_answers: bool) -> list[Reviewed]:
    """`answers` with what each is worth; key and explanation only `with_answers`."""
    reviewed = []
    for answer, earned in answers:
        version = answer.asked.version
        shown = ReviewedPart(
            kind=version.kind,
            stem=version.stem,
            given=answer_words(version.kind, version.content, answer.answer) if version.kind != BankKind.CASE else [],
            right=_right(version.kind, version.content, version.key) if with_answers else [],
            explanation=version.explanation if with_answers else "",
            earned=earned,
            most=answer.asked.centipoints,
        )
        parts = _parts(version, answer.answer, with_answers=with_answers) if version.kind == BankKind.CASE else []
        comments = [one.comment for one in answer.marks.all() if one.comment]
        reviewed.append(Reviewed(answer.position, shown, comments, parts))
    return reviewed


def _right(kind: str, content: dict[str, Any], key: dict[str, Any]) -> list[str]:
    return [] if kind == BankKind.CASE else right_answer(kind, content, key)


def _parts(version: Any, answer: Any, *, with_answers: bool) -> list[ReviewedPart]:
    given = answer if isinstance(answer, dict) else {}
    marks = mark(version.kind, version.content, version.key, given, version.centipoints).parts
    parts = []
    for part in version.content["parts"]:
        held = version.key["parts"][part["id"]]
        parts.append(
            ReviewedPart(
                kind=part["kind"],
                stem=part["stem"],
                given=answer_words(part["kind"], part["content"], given.get(part["id"])),
                right=_right(part["kind"], part["content"], held["key"]) if with_answers else [],
                explanation=held.get("explanation", "") if with_answers else "",
                earned=marks[part["id"]].earned,
                most=marks[part["id"]].most,
            )
        )
    return parts
