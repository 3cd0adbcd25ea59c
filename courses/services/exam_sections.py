"""The sections of an exam that is not in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.models import User

from ..enums.exams import ExamState, SectionKind
from ..errors.exams import ExamInUse, SectionWrong
from ..models import Exam, ExamSection, ExamSectionQuestion, KnowledgePoint, Question, QuestionBank
from .exams import require_manager

MOST_QUESTIONS = 200


@dataclass(frozen=True)
class SectionDraft:
    """A section as a form gives it; `questions` for chosen ones, in order, the rest for drawn ones."""

    kind: SectionKind
    title: str = ""
    centipoints: int | None = None
    questions: Sequence[Question] = ()
    bank: QuestionBank | None = None
    count: int = 0
    points: Sequence[KnowledgePoint] = ()
    kinds: list[str] = field(default_factory=list)
    difficulties: list[str] = field(default_factory=list)


@transaction.atomic
def save_section(
    *, exam: Exam, draft: SectionDraft, by: User, at: dt.datetime, section: ExamSection | None = None
) -> ExamSection:
    """Add a section, or write one anew. Raises NotAllowed, ExamInUse, SectionWrong."""
    _require_changeable(exam, by)
    _judge(exam, draft, by)
    if section is None:
        last = exam.sections.aggregate(last=Max("number"))["last"] or 0
        section = ExamSection(exam=exam, number=last + 1)
    is_drawn = draft.kind == SectionKind.DRAWN
    section.kind, section.title, section.centipoints = draft.kind, draft.title, draft.centipoints
    section.bank, section.count = (draft.bank, draft.count) if is_drawn else (None, 0)
    section.kinds, section.difficulties = (draft.kinds, draft.difficulties) if is_drawn else ([], [])
    section.save()
    section.points.set(draft.points if is_drawn else [])
    section.chosen.all().delete()
    ExamSectionQuestion.objects.bulk_create(
        ExamSectionQuestion(section=section, question=question, position=position)
        for position, question in enumerate([] if is_drawn else draft.questions, 1)
    )
    log(exam, "courses.change_exam_section", user=by, timestamp=at, data={"section": section.number})
    return section


@transaction.atomic
def remove_section(*, section: ExamSection, by: User, at: dt.datetime) -> None:
    """Take a section out; those that follow move up. Raises NotAllowed and ExamInUse."""
    exam = section.exam
    _require_changeable(exam, by)
    number = section.number
    section.delete()
    for later in exam.sections.filter(number__gt=number).order_by("number"):
        later.number -= 1
        later.save(update_fields=["number"])
    log(exam, "courses.remove_exam_section", user=by, timestamp=at, data={"section": number})


def _require_changeable(exam: Exam, by: User) -> None:
    require_manager(by, exam)
    if exam.state == ExamState.OPEN:
        raise ExamInUse


def _judge(exam: Exam, draft: SectionDraft, by: User) -> None:
    """Only questions of banks that whoever sets the exam may see."""
    banks = {draft.bank.pk} if draft.bank else {question.bank_id for question in draft.questions}
    if QuestionBank.objects.visible_to(by).filter(pk__in=banks).count() != len(banks):
        raise SectionWrong(_("You may not use this question bank."))
    size = draft.count if draft.kind == SectionKind.DRAWN else len(draft.questions)
    if not 1 <= size <= MOST_QUESTIONS:
        raise SectionWrong(_("A section has 1 to %(most)s questions.") % {"most": MOST_QUESTIONS})
    if draft.kind == SectionKind.DRAWN and draft.bank is None:
        raise SectionWrong(_("Choose the bank the questions are drawn from."))
