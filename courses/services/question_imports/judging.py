"""A file is read and every question gets its verdict. Nothing is written into the bank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from ...enums.question_imports import QuestionFormat, QuestionImportState
from ...errors.question_imports import FileUnusable
from ...models import ImportedQuestion, Question, QuestionBank, QuestionImport, QuestionImportFile
from ...questions.formats.detect import read_questions
from ...questions.formats.found import Finding, Parsed, Reading
from ...questions.formats.judging import facts_of, is_double, judge

BATCH = 200


def judge_import(*, of: QuestionImport, at: dt.datetime) -> None:
    """Read and judge; a file that cannot be used ends the import. Delivered twice, the second time changes nothing."""
    kept = QuestionImportFile.objects.filter(of=of).first()
    if of.state != QuestionImportState.READING or kept is None:
        return
    asked = QuestionFormat(of.asked_format) if of.asked_format else None
    try:
        reading = read_questions(of.file_name, bytes(kept.content), asked)
        prints = judge(reading, prints_in(of.bank))
    except FileUnusable as refusal:
        _refuse(of, refusal, at)
        return
    _keep(of, reading, prints, at)


def judge_only(
    *, bank: QuestionBank | None, name: str, content: bytes, file_format: QuestionFormat | None = None
) -> Reading:
    """The verdicts on a file, of which nothing is kept. Raises FileUnusable."""
    reading = read_questions(name, content, file_format)
    judge(reading, prints_in(bank) if bank else ())
    return reading


def prints_in(bank: QuestionBank) -> set[str]:
    """Fingerprints of the questions in use."""
    in_use = Question.objects.filter(bank=bank, retired_at=None)
    return set(in_use.values_list("newest__fingerprint", flat=True)) - {None}


def as_facts(findings: Iterable[Finding]) -> list[dict[str, object]]:
    return [{"code": finding.code, "facts": finding.facts} for finding in findings]


def row_of(of: QuestionImport, number: int, parsed: Parsed, fingerprint: str) -> ImportedQuestion:
    return ImportedQuestion(
        of=of,
        number=number,
        place_kind=parsed.place_kind.value,
        place=parsed.place,
        cells=parsed.cells,
        draft=facts_of(parsed.draft) if parsed.draft else None,
        verdict=parsed.verdict.value,
        faults=as_facts(parsed.faults),
        doubts=as_facts(parsed.doubts),
        notes=as_facts(parsed.notes),
        fingerprint=fingerprint,
        is_double=is_double(parsed),
    )


def _refuse(of: QuestionImport, refusal: FileUnusable, at: dt.datetime) -> None:
    fault = {"code": refusal.code, "facts": refusal.named}
    with transaction.atomic():
        waiting = QuestionImport.objects.filter(pk=of.pk, state=QuestionImportState.READING)
        if waiting.update(state=QuestionImportState.REFUSED, fault=fault, worked_at=at):
            QuestionImportFile.objects.filter(of=of).delete()
    of.refresh_from_db()


@transaction.atomic
def _keep(of: QuestionImport, reading: Reading, prints: list[str], at: dt.datetime) -> None:
    facts = {
        "state": QuestionImportState.READY,
        "format": reading.format.value,
        "notes": as_facts(reading.notes),
        "total": len(prints),
        "worked_at": at,
    }
    if not QuestionImport.objects.filter(pk=of.pk, state=QuestionImportState.READING).update(**facts):
        return
    ImportedQuestion.objects.filter(of=of).delete()
    numbered = enumerate(zip(reading.questions, prints, strict=True), start=1)
    rows = (row_of(of, number, parsed, fingerprint) for number, (parsed, fingerprint) in numbered)
    ImportedQuestion.objects.bulk_create(rows, batch_size=BATCH)
    QuestionImportFile.objects.filter(of=of).delete()
    of.refresh_from_db()
