"""An import taken back within 24 hours, as long as no exam has used its questions: they are retired."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from people.models import User

from ...enums.question_imports import QuestionImportState, QuestionOutcome
from ...errors.question_imports import ImportInUse, QuestionsUndoTooLate
from ...models import ExamSectionQuestion, ImportedQuestion, PaperQuestion, Question, QuestionImport
from ..questions import retire_questions
from .locking import lock

IN_TIME = dt.timedelta(hours=24)


def may_undo(of: QuestionImport, at: dt.datetime) -> bool:
    """Whether there is still time."""
    return of.state == QuestionImportState.WRITTEN and of.written_at is not None and at - of.written_at <= IN_TIME


@transaction.atomic
def undo_import(*, of: QuestionImport, by: User | None, at: dt.datetime) -> int:
    """Retire what came with the import; answers how many questions.

    Raises NotAllowed, ImportElsewhere, QuestionsUndoTooLate and ImportInUse.
    """
    locked = lock(of, QuestionImportState.WRITTEN, by)
    if not may_undo(locked, at):
        raise QuestionsUndoTooLate(_("An import can be undone within 24 hours. Retire the questions one by one."))
    created = ImportedQuestion.objects.filter(of=locked, outcome=QuestionOutcome.CREATED)
    questions = created.values("question")
    if uses_of_any(questions):
        raise ImportInUse(_("An exam uses questions of this import already, so it stays. Retire single ones instead."))
    retired = retire_questions(questions=Question.objects.filter(pk__in=questions).select_related("bank"), by=by, at=at)
    created.update(outcome=QuestionOutcome.UNDONE)
    locked.state, locked.worked_at = QuestionImportState.UNDONE, at
    locked.save(update_fields=["state", "worked_at"])
    log(locked, "courses.undo_question_import", user=by, timestamp=at, data={"questions": retired})
    of.refresh_from_db()
    return retired


def uses_of_any(questions: QuerySet[Any, Any]) -> bool:
    """Whether an exam has chosen or asked one of them."""
    asked = PaperQuestion.objects.filter(version__question__in=questions)
    chosen = ExamSectionQuestion.objects.filter(question__in=questions)
    return bool(asked.exists() or chosen.exists())
