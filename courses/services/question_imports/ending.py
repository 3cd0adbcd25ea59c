"""Nothing is imported, and the file is forgotten."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from wagtail.log_actions import log

from people.models import User

from ...enums.question_imports import QuestionImportState
from ...models import ImportedQuestion, QuestionImport, QuestionImportFile
from .locking import lock


@transaction.atomic
def cancel_import(*, of: QuestionImport, by: User | None, at: dt.datetime) -> None:
    """Raises NotAllowed and ImportElsewhere."""
    reading = of.state == QuestionImportState.READING
    locked = lock(of, QuestionImportState.READING if reading else QuestionImportState.READY, by)
    QuestionImportFile.objects.filter(of=locked).delete()
    ImportedQuestion.objects.filter(of=locked).delete()
    locked.state, locked.worked_at = QuestionImportState.CANCELLED, at
    locked.save(update_fields=["state", "worked_at"])
    log(locked, "courses.cancel_question_import", user=by, timestamp=at)
    of.refresh_from_db()
