"""What leaves a bank is written into the log: questions with their keys are worth something."""

from __future__ import annotations

from django.db import transaction
from wagtail.log_actions import log

from people.models import User

from ...models import QuestionBank


@transaction.atomic
def note_export(*, bank: QuestionBank, file_format: str, count: int, by: User) -> None:
    log(bank, "courses.export_questions", user=by, data={"format": str(file_format), "questions": count})
