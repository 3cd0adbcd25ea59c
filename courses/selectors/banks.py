"""Question banks as the desk shows them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import User

from ..enums import BankKind, Difficulty
from ..models import Exam, ExamSectionQuestion, PaperQuestion, Question, QuestionBank, QuestionVersion
from ..questions.draft import QuestionDraft
from .exams import exams_using

COMPARED = {
    "stem": pgettext_lazy("bank", "question"),
    "content": _("what learners see besides it"),
    "key": _("right answer"),
    "explanation": _("explanation"),
    "difficulty": _("difficulty"),
    "centipoints": pgettext_lazy("question", "points"),
}


@dataclass(frozen=True)
class VersionLine:
    """One version; `changed` names what is different from the one before, nothing for the first."""

    number: int
    written_at: dt.datetime
    author: str
    changed: list[Any]


@dataclass(frozen=True)
class Use:
    """An exam that can ask a question, or has: `asked` papers hold it."""

    exam: Exam
    is_chosen: bool
    is_drawn: bool
    asked: int


def banks_seen_by(user: Any) -> QuerySet[QuestionBank]:
    """With `question_count`, those in use only."""
    in_use = Count("questions", filter=Q(questions__retired_at=None))
    return QuestionBank.objects.visible_to(user).select_related("organisation").annotate(question_count=in_use)


def questions_seen_by(user: Any) -> QuerySet[Question]:
    seen = Question.objects.visible_to(user).filter(newest__isnull=False)
    return seen.select_related("newest", "bank").prefetch_related("tags")


def never_used() -> Q:
    """Neither chosen for an exam nor on anybody's paper."""
    chosen = ExamSectionQuestion.objects.values("question")
    asked = PaperQuestion.objects.values("version__question")
    return ~Q(pk__in=chosen) & ~Q(pk__in=asked)


def exam_counts(questions: Iterable[Question]) -> dict[int, int]:
    """How many exams have chosen or asked each question; two queries for all."""
    wanted = [question.pk for question in questions]
    exams: dict[int, set[int]] = defaultdict(set)
    chosen = ExamSectionQuestion.objects.filter(question__in=wanted)
    asked = PaperQuestion.objects.filter(version__question__in=wanted)
    for question, exam in [
        *chosen.values_list("question", "section__exam"),
        *asked.values_list("version__question", "attempt__exam").distinct(),
    ]:
        exams[question].add(exam)
    return {question: len(found) for question, found in exams.items()}


def draft_of(version: QuestionVersion, tags: Iterable[str] = ()) -> QuestionDraft:
    """A stored version as the draft it was written from."""
    return QuestionDraft(
        kind=BankKind(version.kind),
        stem=version.stem,
        content=version.content,
        key=version.key,
        explanation=version.explanation,
        difficulty=Difficulty(version.difficulty),
        centipoints=version.centipoints,
        tags=tuple(tags),
    )


def same_in_bank(question: Question) -> Question | None:
    """Another question in use of the bank with the same wording."""
    newest = question.newest
    if newest is None:
        return None
    others = Question.objects.in_use().filter(bank=question.bank_id).exclude(pk=question.pk)
    found: Question | None = others.filter(newest__fingerprint=newest.fingerprint).first()
    return found


def history_of(question: Question) -> list[VersionLine]:
    """Newest first."""
    versions = list(QuestionVersion.objects.filter(question=question).select_related("written_by").order_by("number"))
    lines = []
    for place, version in enumerate(versions):
        before = versions[place - 1] if place else None
        changed = [
            label for name, label in COMPARED.items() if before and getattr(before, name) != getattr(version, name)
        ]
        lines.append(VersionLine(version.number, version.written_at, _author(version.written_by), changed))
    return lines[::-1]


def uses_of(question: Question, user: User) -> list[Use]:
    """The exams that the viewer may see and that have chosen the question, can draw it, or have asked it."""
    asked_in = PaperQuestion.objects.filter(version__question=question).values("attempt__exam")
    asked = {row["attempt__exam"]: row["times"] for row in asked_in.annotate(times=Count("pk")).order_by()}
    ruled = exams_using(question)
    chosen = {use.exam.pk for use in ruled if use.is_chosen}
    drawn = {use.exam.pk for use in ruled} - chosen
    exams = Exam.objects.visible_to(user).filter(pk__in={*asked, *chosen, *drawn}).order_by("title", "pk")
    return [Use(exam, exam.pk in chosen, exam.pk in drawn, asked.get(exam.pk, 0)) for exam in exams]


def _author(person: User | None) -> str:
    return str(person.real_name or person.get_username()) if person else ""
