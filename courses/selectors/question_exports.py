"""The questions of a bank as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from ..enums.question_imports import QuestionFormat
from ..models import Question, QuestionBank
from ..questions.draft import QuestionDraft
from ..questions.formats.gift.write import gift_of
from ..questions.formats.losses import Losses
from ..questions.formats.moodle.write import moodle_of
from ..selectors.banks import draft_of

EXPORTED = (QuestionFormat.XLSX, QuestionFormat.GIFT, QuestionFormat.MOODLE_XML)
WRITERS = {QuestionFormat.GIFT: gift_of, QuestionFormat.MOODLE_XML: moodle_of}


@dataclass(frozen=True)
class Selection:
    """Which questions of a bank: empty for all."""

    kind: str = ""
    difficulty: str = ""
    tag: str = ""


def questions_to_export(bank: QuestionBank, chosen: Selection) -> QuerySet[Question]:
    """Those in use, in the order in which they came."""
    found = Question.objects.filter(bank=bank, retired_at=None, newest__isnull=False).order_by("pk")
    if chosen.kind:
        found = found.filter(newest__kind=chosen.kind)
    if chosen.difficulty:
        found = found.filter(newest__difficulty=chosen.difficulty)
    if chosen.tag:
        found = found.filter(tags__name=chosen.tag).distinct()
    return found.select_related("newest").prefetch_related("tags")


def drafts_of(questions: QuerySet[Question]) -> Iterator[QuestionDraft]:
    for question in questions.iterator(chunk_size=500):
        if question.newest is not None:
            yield draft_of(question.newest, sorted(question.tags.names()))


def losses_of(drafts: list[QuestionDraft], file_format: QuestionFormat) -> Losses:
    """What the file will not hold; nothing is lost in the product's own layout."""
    whole = Losses()
    write = WRITERS.get(file_format)
    for draft in drafts if write else []:
        own = Losses()
        if write:
            write(draft, own)
        whole.take(own)
    return whole
