"""The good questions of a file go into the bank, a chunk at a time; each chunk is one transaction.

A worker may be killed between two chunks, and two may run at once: questions that are through are not touched again.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from people.models import User

from ...enums.question_imports import QuestionImportState, QuestionOutcome, QuestionVerdict
from ...errors.question_imports import NothingToImport, SomeRefused
from ...models import ImportedQuestion, Question, QuestionImport
from ...questions.formats.judging import draft_from
from ..questions import add_question
from .locking import lock

CHUNK = 100
GOOD = (QuestionVerdict.OK, QuestionVerdict.WARN)


def good_questions(of: QuestionImport, *, with_doubles: bool) -> QuerySet[ImportedQuestion]:
    rows = ImportedQuestion.objects.filter(of=of, verdict__in=GOOD, outcome=QuestionOutcome.PENDING)
    return rows if with_doubles else rows.filter(is_double=False)


def has_good_questions(of: QuestionImport) -> bool:
    return good_questions(of, with_doubles=False).exists()


@transaction.atomic
def begin_import(
    *,
    of: QuestionImport,
    by: User | None,
    at: dt.datetime,
    with_doubles: bool = False,
    all_or_nothing: bool = False,
) -> QuestionImport:
    """Decide to import the good questions; `import_chunk` then does it.

    Raises NotAllowed, ImportElsewhere, NothingToImport, and SomeRefused if all or nothing is asked for.
    """
    locked = lock(of, QuestionImportState.READY, by)
    refused = ImportedQuestion.objects.filter(of=of, verdict=QuestionVerdict.ERROR).count()
    if all_or_nothing and refused:
        raise SomeRefused(
            _("%(count)d questions are refused, so nothing was imported. Correct them, or import the good ones only.")
            % {"count": refused}
        )
    total = good_questions(of, with_doubles=with_doubles).count()
    if not total:
        raise NothingToImport(_("There is no question to import: all are refused, or in the bank already."))
    locked.state, locked.total, locked.done = QuestionImportState.WRITING, total, 0
    locked.with_doubles, locked.worked_at = with_doubles, at
    locked.save(update_fields=["state", "total", "done", "with_doubles", "worked_at"])
    log(locked, "courses.import_questions", user=by, timestamp=at, data={"questions": total})
    of.refresh_from_db()
    return of


@transaction.atomic
def import_chunk(*, of: QuestionImport, at: dt.datetime) -> bool:
    """Import the next questions; false when there is nothing left to do."""
    rows = QuestionImport.objects.select_for_update(of=("self",)).select_related("bank", "by")
    locked = rows.get(pk=of.pk)
    if locked.state != QuestionImportState.WRITING:
        return False
    waiting = list(good_questions(locked, with_doubles=locked.with_doubles).order_by("number")[:CHUNK])
    known = _known(locked, waiting)
    for row in waiting:
        if row.fingerprint in known and not locked.with_doubles:
            # Somebody added it since the file was judged.
            row.outcome = QuestionOutcome.DOUBLE
        else:
            row.question = add_question(bank=locked.bank, draft=draft_from(row.draft or {}), by=locked.by, at=at)
            row.outcome = QuestionOutcome.CREATED
            known.add(row.fingerprint)
    ImportedQuestion.objects.bulk_update(waiting, ["outcome", "question"])
    locked.done, locked.worked_at = locked.done + len(waiting), at
    if not waiting:
        locked.state, locked.written_at = QuestionImportState.WRITTEN, at
        doubles = ImportedQuestion.objects.filter(of=locked, is_double=True, outcome=QuestionOutcome.PENDING)
        doubles.filter(verdict__in=GOOD).update(outcome=QuestionOutcome.DOUBLE)
    locked.save(update_fields=["done", "worked_at", "state", "written_at"])
    return bool(waiting)


def _known(of: QuestionImport, waiting: list[ImportedQuestion]) -> set[str]:
    prints = [row.fingerprint for row in waiting]
    in_use = Question.objects.filter(bank=of.bank_id, retired_at=None, newest__fingerprint__in=prints)
    return set(in_use.values_list("newest__fingerprint", flat=True))
