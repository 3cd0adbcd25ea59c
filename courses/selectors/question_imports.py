"""A file of questions as its page shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.text import Truncator

from ..enums import BankKind
from ..enums.question_imports import QuestionOutcome, QuestionVerdict
from ..models import ImportedQuestion, QuestionImport
from ..questions.formats.judging import place_text, sentence_of

SHOWN_STEM = 120


@dataclass(frozen=True)
class QuestionLine:
    """`faults`, `doubts` and `notes` are sentences; `kind` is empty where it could not be told."""

    number: int
    place: str
    kind: str
    stem: str
    answer: str
    verdict: str
    verdict_label: str
    outcome_label: str
    faults: list[str]
    doubts: list[str]
    notes: list[str]


@dataclass(frozen=True)
class QuestionCounts:
    """Questions by verdict and by outcome; `doubles` of the good ones, `good` without them."""

    verdicts: dict[str, int]
    outcomes: dict[str, int]
    doubles: int

    @property
    def good(self) -> int:
        good = self.verdicts.get(QuestionVerdict.OK, 0) + self.verdicts.get(QuestionVerdict.WARN, 0)
        return good - self.doubles

    @property
    def refused(self) -> int:
        return self.verdicts.get(QuestionVerdict.ERROR, 0)


def count_questions(of: QuestionImport) -> QuestionCounts:
    verdicts: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    doubles = 0
    grouped = ImportedQuestion.objects.filter(of=of).order_by().values("verdict", "outcome", "is_double")
    for row in grouped.annotate(number=Count("pk")):
        verdicts[row["verdict"]] += row["number"]
        outcomes[row["outcome"]] += row["number"]
        if row["is_double"] and row["verdict"] in {QuestionVerdict.OK, QuestionVerdict.WARN}:
            doubles += row["number"]
    return QuestionCounts(dict(verdicts), dict(outcomes), doubles)


def question_lines(rows: Iterable[ImportedQuestion]) -> list[QuestionLine]:
    return [_line(row) for row in rows]


def sentences(findings: Iterable[dict[str, Any]]) -> list[str]:
    return [sentence_of(one["code"], one["facts"]) for one in findings]


def _line(row: ImportedQuestion) -> QuestionLine:
    draft = row.draft or {}
    kind = str(BankKind(draft["kind"]).label) if draft else str(row.cells.get("kind", ""))
    stem = str(draft.get("stem") or row.cells.get("stem", ""))
    return QuestionLine(
        number=row.number,
        place=place_text(row.place_kind, row.place),
        kind=kind,
        stem=Truncator(" ".join(stem.split())).chars(SHOWN_STEM),
        answer=Truncator(str(row.cells.get("answer", ""))).chars(40),
        verdict=row.verdict,
        verdict_label=str(QuestionVerdict(row.verdict).label),
        outcome_label=str(QuestionOutcome(row.outcome).label),
        faults=sentences(row.faults),
        doubts=sentences(row.doubts),
        notes=sentences(row.notes),
    )
