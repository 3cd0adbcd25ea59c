"""A file comes in: kept as it is, read later."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from people.models import User

from ...enums.question_imports import QuestionFormat, QuestionImportState
from ...models import ImportedQuestion, QuestionBank, QuestionImport, QuestionImportFile
from ...models.question_imports import OPEN_STATES
from ...questions.formats.detect import refuse_at_once
from ...questions.formats.judging import digest_of
from ..banks import require_editor

KEPT = dt.timedelta(days=30)
LONGEST_NAME = 120
WORKING = (QuestionImportState.WRITING,)


def start_import(
    *,
    bank: QuestionBank,
    name: str,
    content: bytes,
    by: User | None,
    at: dt.datetime,
    file_format: QuestionFormat | None = None,
) -> QuestionImport:
    """Take a file in, to be judged by `judge_import`; `by=None` is the command line.

    The same file for the same bank, while its import is open, gives that import. Raises NotAllowed and FileUnusable.
    """
    require_editor(by, bank)
    refuse_at_once(name, len(content), content[:8])
    purge_imports(at=at)
    digest = digest_of(content + (file_format or "").encode())
    same = QuestionImport.objects.filter(bank=bank, file_digest=digest, state__in=OPEN_STATES)
    if (found := same.first()) is not None:
        return found
    try:
        return _take_in(content, bank=bank, name=name, digest=digest, by=by, at=at, file_format=file_format)
    except IntegrityError:
        # Sent twice at the same moment: the other one is there now.
        return same.get()


@transaction.atomic
def _take_in(
    content: bytes,
    *,
    bank: QuestionBank,
    name: str,
    digest: str,
    by: User | None,
    at: dt.datetime,
    file_format: QuestionFormat | None,
) -> QuestionImport:
    made = QuestionImport.objects.create(
        bank=bank,
        by=by,
        file_name=name[-LONGEST_NAME:],
        file_digest=digest,
        asked_format=file_format or "",
        created_at=at,
        worked_at=at,
        expires_at=at + KEPT,
    )
    QuestionImportFile.objects.create(of=made, content=content)
    log(made, "courses.upload_questions", user=by, timestamp=at, data={"bank": bank.pk})
    return made


@transaction.atomic
def purge_imports(*, at: dt.datetime) -> int:
    """Forget files and rows of imports whose time is over; answers how many. What was imported stays."""
    due = QuestionImport.objects.filter(purged_at=None, expires_at__lte=at).exclude(state__in=WORKING)
    waiting = (QuestionImportState.READING, QuestionImportState.READY)
    for one in due:
        state = QuestionImportState.CANCELLED if one.state in waiting else one.state
        QuestionImport.objects.filter(pk=one.pk).update(purged_at=at, state=state)
        QuestionImportFile.objects.filter(of=one).delete()
        ImportedQuestion.objects.filter(of=one).delete()
    return len(due)
