"""Writing questions into banks."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from people.models import User

from ..models import Question, QuestionBank, QuestionVersion
from ..questions.draft import QuestionDraft
from ..questions.fingerprint import fingerprint_of


@transaction.atomic
def add_question(*, bank: QuestionBank, draft: QuestionDraft, by: User | None, at: dt.datetime) -> Question:
    """A new question with its first version."""
    question = Question.objects.create(bank=bank)
    _write(question, 1, draft, by, at)
    question.tags.set(list(draft.tags))
    return question


@transaction.atomic
def revise_question(*, question: Question, draft: QuestionDraft, by: User | None, at: dt.datetime) -> QuestionVersion:
    """A changed wording is the next version; exams already sat keep theirs. Unchanged: the version there is."""
    locked = Question.objects.select_for_update(of=("self",)).select_related("newest").get(pk=question.pk)
    question.tags.set(list(draft.tags))
    newest = locked.newest
    if newest is None:
        raise ValueError("a question without a version")
    facts = _facts(draft)
    if all(getattr(newest, name) == value for name, value in facts.items()):
        return newest
    return _write(question, newest.number + 1, draft, by, at)


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
