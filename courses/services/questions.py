"""Writing questions into banks. `by=None` is the system itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from wagtail.log_actions import log

from people.models import User

from ..errors.banks import QuestionChanged, QuestionFaulty
from ..models import Question, QuestionBank, QuestionVersion
from ..questions.checking import faults
from ..questions.draft import QuestionDraft
from ..questions.fingerprint import fingerprint_of
from ..questions.neutral import neutral
from .banks import require_editor


@transaction.atomic
def add_question(*, bank: QuestionBank, draft: QuestionDraft, by: User | None, at: dt.datetime) -> Question:
    """A new question with its first version. Raises NotAllowed and QuestionFaulty."""
    require_editor(by, bank)
    draft = _sound(draft)
    question = Question.objects.create(bank=bank)
    _write(question, 1, draft, by, at)
    question.tags.set(_names(draft.tags))
    log(question, "courses.add_question", user=by, timestamp=at, data={"bank": bank.pk})
    return question


@transaction.atomic
def revise_question(
    *, question: Question, draft: QuestionDraft, by: User | None, at: dt.datetime, seen: int | None = None
) -> QuestionVersion:
    """A changed wording is the next version; exams already sat keep theirs. Unchanged: the version there is.

    `seen` is the number of the version that the draft was made from. Raises NotAllowed, QuestionFaulty and
    QuestionChanged, when that is not the newest any more.
    """
    require_editor(by, question.bank)
    draft = _sound(draft)
    # The row is locked: of two who save at once the second sees the first one's version.
    locked = Question.objects.select_for_update(of=("self",)).select_related("newest").get(pk=question.pk)
    newest = locked.newest
    if newest is None:
        raise ValueError("a question without a version")
    if seen is not None and seen != newest.number:
        raise QuestionChanged
    before = sorted(question.tags.names())
    question.tags.set(_names(draft.tags))
    is_same = all(getattr(newest, name) == value for name, value in _facts(draft).items())
    version = newest if is_same else _write(question, newest.number + 1, draft, by, at)
    if not is_same or sorted(question.tags.names()) != before:
        log(question, "courses.revise_question", user=by, timestamp=at, data={"version": version.number})
    return version


def retire_question(*, question: Question, by: User | None, at: dt.datetime) -> bool:
    """No exam draws it from now on; those that asked it keep it. False when it was retired already."""
    return retire_questions(questions=[question], by=by, at=at) == 1


def restore_question(*, question: Question, by: User | None, at: dt.datetime) -> bool:
    """The way back. False when it was in use."""
    return restore_questions(questions=[question], by=by, at=at) == 1


@transaction.atomic
def retire_questions(*, questions: Iterable[Question], by: User | None, at: dt.datetime) -> int:
    """How many were in use until now."""
    return _set_retired(questions, at, "courses.retire_question", by, at)


@transaction.atomic
def restore_questions(*, questions: Iterable[Question], by: User | None, at: dt.datetime) -> int:
    """How many were retired until now."""
    return _set_retired(questions, None, "courses.restore_question", by, at)


def _set_retired(
    questions: Iterable[Question], retired_at: dt.datetime | None, action: str, by: User | None, at: dt.datetime
) -> int:
    changed = 0
    for question in questions:
        require_editor(by, question.bank)
        same = Question.objects.filter(pk=question.pk, retired_at__isnull=retired_at is not None)
        if same.update(retired_at=retired_at):
            question.retired_at = retired_at
            log(question, action, user=by, timestamp=at)
            changed += 1
    return changed


def _sound(draft: QuestionDraft) -> QuestionDraft:
    blocking = [fault for fault in faults(draft) if fault.is_blocking]
    if blocking:
        raise QuestionFaulty(blocking)
    return neutral(draft)


def _names(tags: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in (" ".join(tag.split()) for tag in tags) if name))


def _write(question: Question, number: int, draft: QuestionDraft, by: User | None, at: dt.datetime) -> QuestionVersion:
    version = QuestionVersion.objects.create(
        question=question, number=number, written_at=at, written_by=by, **_facts(draft)
    )
    question.newest = version
    question.save(update_fields=["newest"])
    return version


def _facts(draft: QuestionDraft) -> dict[str, object]:
    return {
        "kind": draft.kind.value,
        "stem": draft.stem,
        "content": draft.content,
        "key": draft.key,
        "explanation": draft.explanation,
        "difficulty": draft.difficulty.value,
        "centipoints": draft.centipoints,
        "fingerprint": fingerprint_of(draft),
    }
