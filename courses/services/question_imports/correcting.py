"""The fields of one question corrected before the import: it is judged again, and so are its doubles."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from people.models import User

from ...enums.question_imports import PlaceKind, QuestionImportState, QuestionVerdict
from ...models import ImportedQuestion, QuestionImport
from ...questions.formats.found import Finding, Parsed
from ...questions.formats.judging import DOUBLES, facts_of, judge_cells, mark_doubles
from .judging import as_facts, prints_in
from .locking import lock

FIELDS = ["cells", "draft", "verdict", "faults", "doubts", "notes", "fingerprint", "is_double"]


@transaction.atomic
def correct_question(
    *, of: QuestionImport, number: int, cells: dict[str, Any], by: User | None, at: dt.datetime
) -> ImportedQuestion:
    """`cells` are all fields of the question in the product's layout. What the file could not keep stays noted."""
    lock(of, QuestionImportState.READY, by)
    row = ImportedQuestion.objects.get(of=of, number=number)
    before = row.fingerprint
    parsed = Parsed(PlaceKind(row.place_kind), row.place, cells=cells, notes=_findings(row.notes))
    row.fingerprint = judge_cells(parsed)
    row.cells, row.draft = parsed.cells, facts_of(parsed.draft) if parsed.draft else None
    row.verdict, row.is_double = parsed.verdict.value, False
    row.faults, row.doubts, row.notes = map(as_facts, (parsed.faults, parsed.doubts, parsed.notes))
    row.save(update_fields=FIELDS)
    for fingerprint in {before, row.fingerprint} - {""}:
        _judge_doubles(of, fingerprint)
    log(of, "courses.correct_imported_question", user=by, timestamp=at, data={"number": number})
    row.refresh_from_db()
    return row


def _judge_doubles(of: QuestionImport, fingerprint: str) -> None:
    rows = list(ImportedQuestion.objects.filter(of=of, fingerprint=fingerprint).order_by("number"))
    kept = [[one for one in row.doubts if one["code"] not in DOUBLES] for row in rows]
    again = [Parsed(PlaceKind(row.place_kind), row.place) for row in rows]
    known = prints_in(of.bank) & {fingerprint}
    mark_doubles(((parsed, fingerprint) for parsed in again), known)
    for row, doubts, parsed in zip(rows, kept, again, strict=True):
        row.is_double = bool(parsed.doubts)
        row.doubts = doubts + as_facts(parsed.doubts)
        whole = Parsed(parsed.place_kind, parsed.place, doubts=_findings(row.doubts), notes=_findings(row.notes))
        warned = whole.doubts or whole.needs_look
        row.verdict = (QuestionVerdict.WARN if warned else QuestionVerdict.OK).value
    ImportedQuestion.objects.bulk_update(rows, ["is_double", "doubts", "verdict"], batch_size=200)


def _findings(stored: list[dict[str, Any]]) -> list[Finding]:
    return [Finding(one["code"], one["facts"]) for one in stored]
