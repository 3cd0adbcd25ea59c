"""Presence checks: asked at random by the server, settled once (hours.md, section 1)."""

from __future__ import annotations

import datetime as dt
from secrets import SystemRandom
from typing import Any

from django.db import transaction

from courses.selectors import other_titles
from people.models import User

from .. import study
from ..clock import from_ms, to_ms
from ..enums import CheckKind, CheckResult
from ..errors import UnknownCheck
from ..models import PresenceCheck, StudyPolicy, StudyProgress, StudySession
from ..state import contract_in, contract_of, progress_state
from .desk import Desk, lock_learner, save_progress
from .posting import post_study_credit

WRONG_OPTIONS = 2
chance = SystemRandom()


def draw_next(desk: Desk, policy: StudyPolicy) -> None:
    """Draw after how much counted wall time the next check comes; nobody but the server knows."""
    desk.row.check_after_ms = chance.randint(policy.check_min_seconds * 1000, policy.check_max_seconds * 1000)


def ask_if_due(desk: Desk, session: StudySession, progress: study.Progress) -> PresenceCheck | None:
    """The open check, or a new one when its time has come or only a check is missing to finish the lesson."""
    if desk.row.open_check is not None:
        return desk.row.open_check
    due = desk.clock.unchecked_ms >= desk.row.check_after_ms
    if session.fenced_at is not None or not progress.pending_windows:
        return None
    if not due and not study.wants_closing_check(progress, contract_in(session)):
        return None
    desk.row.open_check = _ask(desk, session)
    return desk.row.open_check


def _ask(desk: Desk, session: StudySession) -> PresenceCheck:
    others = other_titles(session.edition)
    options = chance.sample(others, min(WRONG_OPTIONS, len(others)))
    options.insert(correct := chance.randint(0, len(options)), session.edition.title)
    return PresenceCheck.objects.create(
        session=session,
        number=session.checks.count() + 1,
        kind=CheckKind.LESSON if others else CheckKind.TAP,
        options=options if others else [],
        correct=correct if others else 0,
        asked_tick=desk.next_tick(),
        due_at=from_ms(desk.at_ms),
        answer_by=from_ms(desk.at_ms + session.policy.check_answer_seconds * 1000),
    )


def settle_if_late(desk: Desk, learner: User, *, answered_ms: int | None = None) -> bool:
    """An open check whose time is over is missed; what was studied since the last passed one is dropped."""
    check = desk.row.open_check
    if check is None or desk.at_ms <= to_ms(check.answer_by):
        return False
    _settle(desk, learner, check, CheckResult.MISSED, answered_ms)
    return True


@transaction.atomic
def answer_check(
    *, session: StudySession, check_id: int, answer: int, by: User, at: dt.datetime
) -> tuple[bool, StudyProgress]:
    """Settle the open check by the index of the chosen option. A second answer finds nothing to settle."""
    desk = lock_learner(by, at=at)
    check = desk.row.open_check
    if check is None or check.pk != check_id:
        return _settled_before(by, check_id), StudyProgress.objects.get(sessions=session)
    if not settle_if_late(desk, by, answered_ms=desk.at_ms):
        result = CheckResult.PASSED if answer == check.correct else CheckResult.WRONG
        _settle(desk, by, check, result, desk.at_ms)
    desk.save()
    return check.result == CheckResult.PASSED, StudyProgress.objects.get(sessions=session)


def _settled_before(learner: User, check_id: int) -> bool:
    check = PresenceCheck.objects.filter(pk=check_id, session__learner=learner).exclude(result="").first()
    if check is None:
        raise UnknownCheck
    return check.result == CheckResult.PASSED


def _settle(
    desk: Desk,
    learner: User,
    check: PresenceCheck,
    result: CheckResult,
    answered_ms: int | None,
) -> None:
    check.result, check.settled_tick = result, desk.next_tick()
    check.answered_at = None if answered_ms is None else from_ms(answered_ms)
    check.save(update_fields=["result", "settled_tick", "answered_at"])
    desk.row.open_check = None
    draw_next(desk, check.session.policy)
    if result == CheckResult.PASSED:
        confirm_pending(desk, learner)
    else:
        _drop_pending(desk, learner, to_ms(check.answered_at or check.answer_by))


def confirm_pending(desk: Desk, learner: User) -> None:
    """Presence was proven: confirm everything pending, in any lesson, finish what is complete, post what is due."""
    rows = list(pending_rows(learner))
    states = [progress_state(row) for row in rows]
    study.confirm(desk.clock, states)
    for row, state in zip(rows, states, strict=True):
        study.finish_if_complete(state, contract_of(row.edition), desk.at_ms)
        save_progress(row, state, desk.at_ms)
        post_study_credit(desk, learner, row, state)


def _drop_pending(desk: Desk, learner: User, missed_ms: int) -> None:
    rows = list(pending_rows(learner))
    states = [progress_state(row) for row in rows]
    study.void(desk.clock, states, missed_ms)
    for row, state in zip(rows, states, strict=True):
        save_progress(row, state, desk.at_ms)


def pending_rows(learner: User) -> Any:
    rows = StudyProgress.objects.select_related("edition").filter(learner=learner)
    return rows.exclude(pending_windows=[], pending_coverage=[]).order_by("pk")
