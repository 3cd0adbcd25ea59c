"""From confirmed study to the ledger: what is earned and not yet posted goes into one entry."""

from __future__ import annotations

import datetime as dt
from typing import Any

from people.models import User

from .. import study
from ..clock import from_ms
from ..enums import CheckResult, SourceKind
from ..intervals import length
from ..models import HourEntry, PresenceCheck, QuizAttempt, StudyProgress
from ..state import contract_of, progress_state
from .desk import Desk
from .ledger import day_of, post, posted_for_content, reverse

WINDOWS_SHOWN = 40


def post_study_credit(
    desk: Desk, learner: User, row: StudyProgress, state: study.Progress, *, occurred_on: dt.date | None = None
) -> HourEntry | None:
    """Post the difference between what an edition earned and what its content already holds, if it is due.

    The entry is dated today unless it stands in for a reversed one."""
    edition = row.edition
    if not _is_due(row, state):
        return None
    earned = study.credit_seconds(state, contract_of(edition))
    posted = posted_for_content(learner, edition.content_key)
    if earned <= posted:
        return None
    entries = HourEntry.objects.filter(
        learner=learner, content_key=edition.content_key, source_kind=SourceKind.STUDY
    ).count()
    at = from_ms(desk.at_ms)
    entry = post(
        learner=learner,
        seconds=earned - posted,
        title=f"{edition.course_title} · {edition.title}",
        category=edition.category,
        service_field=edition.service_field,
        modality=edition.modality,
        occurred_on=occurred_on or day_of(at),
        source_kind=SourceKind.STUDY,
        source_key=f"{learner.pk}:{edition.content_key}:{entries}",
        rule_version=f"study {row.sessions.latest('epoch').policy.effective_at:%Y-%m-%d}",
        explanation=_explain(desk, learner, row, state, posted),
        content_key=edition.content_key,
        course_key=edition.course_key,
        by=None,
        at=at,
    )
    remember_posted(learner, row)
    return entry


def _is_due(row: StudyProgress, state: study.Progress) -> bool:
    return state.finished_ms is not None or row.edition.posts_by_time


def correct_study_credit(desk: Desk, learner: User, row: StudyProgress, *, reason: str) -> None:
    """After windows were lost: if the ledger holds more than is still earned, reverse it and post anew."""
    content_key = row.edition.content_key
    rows = list(
        StudyProgress.objects.select_related("edition").filter(learner=learner, edition__content_key=content_key)
    )
    states = {each.pk: progress_state(each) for each in rows}
    earned = {
        each.pk: study.credit_seconds(states[each.pk], contract_of(each.edition))
        if _is_due(each, states[each.pk])
        else 0
        for each in rows
    }
    if posted_for_content(learner, content_key) <= max(earned.values()):
        return
    entries = list(
        HourEntry.objects.filter(
            learner=learner, content_key=content_key, source_kind=SourceKind.STUDY, reversed_by__isnull=True
        )
    )
    for entry in entries:
        reverse(entry=entry, reason=reason, by=None, at=from_ms(desk.at_ms))
    remember_posted(learner, row)
    best = max(rows, key=lambda each: earned[each.pk])
    occurred_on = max(entry.occurred_on for entry in entries)
    post_study_credit(desk, learner, best, states[best.pk], occurred_on=occurred_on)


def remember_posted(learner: User, row: StudyProgress) -> None:
    """Keep the projection of posted seconds in step, for every edition of the content."""
    row.posted_seconds = posted_for_content(learner, row.edition.content_key)
    StudyProgress.objects.filter(learner=learner, edition__content_key=row.edition.content_key).update(
        posted_seconds=row.posted_seconds
    )


def _explain(desk: Desk, learner: User, row: StudyProgress, state: study.Progress, posted: int) -> dict[str, Any]:
    edition = row.edition
    quiz = QuizAttempt.objects.filter(learner=learner, edition=edition, is_passed=True).order_by("number").first()
    checks = PresenceCheck.objects.filter(
        session__learner=learner, session__edition=edition, result=CheckResult.PASSED
    ).count()
    return {
        "kind": "study",
        "tick": desk.row.tick,
        "edition": edition.number,
        "coverage_seconds": length(state.coverage) // 1000,
        "wall_seconds": length(state.windows) // 1000,
        "approved_seconds": edition.credited_seconds,
        "earned_seconds": study.credit_seconds(state, contract_of(edition)),
        "already_posted_seconds": posted,
        "windows": state.windows[-WINDOWS_SHOWN:],
        "windows_count": len(state.windows),
        "checks_passed": checks,
        "quiz": {"correct": quiz.correct_count, "total": quiz.question_count} if quiz else None,
        "not_counted": {reason: ms // 1000 for reason, ms in state.not_counted.items() if ms >= 1000},
    }
