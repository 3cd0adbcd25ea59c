"""Reading exams: what can be drawn, and who may sit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.models import User

from ..enums.exams import ExamState, SectionKind
from ..exams import drawing
from ..models import Enrolment, Exam, ExamSection, Question, QuestionBank


def matching(
    bank: QuestionBank | int | None, points: Iterable[Any], kinds: list[str], difficulties: list[str]
) -> QuerySet[Question]:
    """Questions of a bank that a rule may draw: those in use, of any of the knowledge points, kinds, difficulties."""
    found = Question.objects.filter(bank=bank, retired_at__isnull=True, newest__isnull=False)
    if wanted := list(points):
        found = found.filter(pk__in=Question.tags.through.objects.filter(tag__in=wanted).values("content_object"))
    if kinds:
        found = found.filter(newest__kind__in=kinds)
    if difficulties:
        found = found.filter(newest__difficulty__in=difficulties)
    return found


def pool_of(section: ExamSection) -> QuerySet[Question]:
    """What a section that draws may draw."""
    return matching(section.bank_id, section.points.all(), section.kinds, section.difficulties)


def sections_of(exam: Exam) -> list[ExamSection]:
    return list(exam.sections.select_related("bank").prefetch_related("points", "chosen"))


def rules_of(sections: Iterable[ExamSection]) -> list[drawing.Rule]:
    """The sections as rules. A chosen question that was retired is asked no more."""
    rules = []
    for section in sections:
        if section.kind == SectionKind.FIXED:
            chosen = section.chosen.filter(question__retired_at__isnull=True, question__newest__isnull=False)
            rules.append(drawing.Rule(section.number, chosen=tuple(chosen.values_list("question", flat=True))))
        else:
            pool = tuple(pool_of(section).order_by("pk").values_list("pk", flat=True))
            rules.append(drawing.Rule(section.number, count=section.count, pool=pool))
    return rules


def lacks_of(rules: list[drawing.Rule]) -> list[str]:
    """Sentences that say what is missing for a paper; none: everybody gets one."""
    if not rules:
        return [_("The exam has no section yet. Add one.")]
    return [
        _("Section %(number)s needs %(wanted)s questions, but only %(found)s are left for it.")
        % {"number": lack.section, "wanted": lack.wanted, "found": lack.found}
        for lack in drawing.lacks(rules)
    ]


def question_count(exam: Exam) -> int:
    """How many questions a paper has."""
    return sum(
        section.count or sum(1 for _one in section.chosen.all()) for section in exam.sections.prefetch_related("chosen")
    )


def offered_to(learner: User) -> QuerySet[Exam]:
    """Exams in use of the courses one takes part in. Twin of `rules.may_sit_exam`."""
    courses = Enrolment.objects.filter(learner=learner).values("course_key")
    return Exam.objects.filter(state=ExamState.OPEN, course_key__in=courses).order_by("course_title", "title", "pk")


@dataclass(frozen=True)
class ExamUse:
    """Where a question is used: `is_chosen` itself, or it may be drawn."""

    exam: Exam
    section: int
    is_chosen: bool


def exams_using(question: Question) -> list[ExamUse]:
    """The exams whose rules name a question, or may draw it; for the bank's page of the question."""
    named = ExamSection.objects.filter(chosen__question=question).select_related("exam")
    uses = [ExamUse(section.exam, section.number, True) for section in named.order_by("exam", "number")]
    drawing_here = ExamSection.objects.filter(bank=question.bank_id).select_related("exam").prefetch_related("points")
    return uses + [
        ExamUse(section.exam, section.number, False)
        for section in drawing_here.order_by("exam", "number")
        if pool_of(section).filter(pk=question.pk).exists()
    ]
