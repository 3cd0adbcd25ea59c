"""From confirmed study to the ledger: what is earned and not yet posted goes into one entry."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from people.models import User

from .. import study
from ..clock import from_ms
from ..enums import CheckResult, SourceKind
from ..intervals import length
from ..models import HourEntry, PresenceCheck, QuizAttempt, StudyProgress, StudySession
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
        rule_version=_rule_version(row),
        explanation=_explain(desk, learner, row, state, posted),
        content_key=edition.content_key,
        course_key=edition.course_key,
        by=None,
        at=at,
    )
    remember_posted(learner, row)
    return entry


def _rule_version(row: StudyProgress) -> str:
    """The policy of the newest session; for a lesson studied under a merged account only, of the session there."""
    session = row.sessions.order_by("-epoch").first()
    if session is None:
        there = StudySession.objects.filter(edition=row.edition_id, learner__merged_into=row.learner_id)
        session = there.latest("opened_at")
    return f"study {session.policy.effective_at:%Y-%m-%d}"


def _is_due(row: StudyProgress, state: study.Progress) -> bool:
    return state.finished_ms is not None or row.edition.posts_by_time


def correct_study_credit(desk: Desk, learner: User, row: StudyProgress, *, reason: str) -> None:
    """After windows were lost: if the ledger holds more than is still earned, reverse it and post anew."""
    content_key = row.edition.content_key
    rows = list(
        StudyProgress.objects.select_related("edition")
        .filter(learner=learner, edition__content_key=content_key)
        .order_by("pk")
    )
    earned, best = earned_for_content(rows)
    if posted_for_content(learner, content_key) <= earned:
        return
    entries = list(
        HourEntry.objects.filter(
            learner=learner, content_key=content_key, source_kind=SourceKind.STUDY, reversed_by__isnull=True
        )
    )
    for entry in entries:
        reverse(entry=entry, reason=reason, by=None, at=from_ms(desk.at_ms))
    remember_posted(learner, row)
    occurred_on = max(entry.occurred_on for entry in entries)
    post_study_credit(desk, learner, best, progress_state(best), occurred_on=occurred_on)


def earned_for_content(rows: list[StudyProgress]) -> tuple[int, StudyProgress]:
    """What is due for one content, by the best of its editions; `rows` are all of one learner's."""

    def earned(row: StudyProgress) -> int:
        state = progress_state(row)
        return study.credit_seconds(state, contract_of(row.edition)) if _is_due(row, state) else 0

    best = max(rows, key=earned)
    return earned(best), best


def remember_posted(learner: User, row: StudyProgress) -> None:
    """Keep the projection of posted seconds in step, for every edition of the content."""
    row.posted_seconds = posted_for_content(learner, row.edition.content_key)
    StudyProgress.objects.filter(learner=learner, edition__content_key=row.edition.content_key).update(
        posted_seconds=row.posted_seconds
    )


def _explain(desk: Desk, learner: User, row: StudyProgress, state: study.Progress, posted: int) -> dict[str, Any]:
    edition = row.edition
    own = Q(learner=learner) | Q(learner__merged_into=learner)
    quiz = QuizAttempt.objects.filter(own, edition=edition, is_passed=True).order_by("number").first()
    sessions = StudySession.objects.filter(own, edition=edition).values("pk")
    checks = PresenceCheck.objects.filter(session__in=sessions, result=CheckResult.PASSED).count()
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
