"""Study sessions and beats (hours.md, section 1): one transaction a call, under the learner's lock."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from courses.models import LessonEdition
from courses.services.enrolment import join
from people.models import User

from .. import study
from ..clock import from_ms
from ..enums import FenceReason
from ..errors import BadRanges, OtherPayload
from ..figures import figures
from ..finishing import finished_courses
from ..intervals import Intervals
from ..models import PresenceCheck, StudyBeat, StudyPolicy, StudyProgress, StudySession
from ..state import contract_in, progress_state, rules_in, session_state, terms_of
from .checks import ask_if_due, draw_next, settle_if_late
from .desk import Desk, add, lock_learner, save_fence, save_progress, save_session
from .exam_sittings import require_no_exam
from .ledger import posted_for_content


@dataclass(frozen=True)
class Opened:
    """A session, its progress, and the presence check that is still waiting for an answer, if any."""

    session: StudySession
    progress: StudyProgress
    check: PresenceCheck | None


@transaction.atomic
def open_session(
    *,
    edition: LessonEdition,
    device: str,
    nonce: str,
    signed_in_at: dt.datetime,
    by: User,
    at: dt.datetime,
) -> Opened:
    """Open a session and fence the live one. The same nonce answers with the same session. Raises ExamUnderWay."""
    desk = lock_learner(by, at=at)
    known = StudySession.objects.whole().filter(learner=by, nonce=nonce).first()
    if known is not None:
        return Opened(known, known.progress, desk.row.open_check)
    require_no_exam(desk, by)
    settle_if_late(desk, by)
    fence_live(desk, by, FenceReason.SUPERSEDED)
    now = from_ms(desk.at_ms)
    policy = StudyPolicy.objects.filter(effective_at__lte=now).latest("effective_at")
    join(
        learner=by,
        course_key=edition.course_key,
        course_title=edition.course_title,
        finished=partial(finished_courses, by),
        at=now,
    )
    progress, created = StudyProgress.objects.get_or_create(learner=by, edition=edition, defaults={"touched_at": now})
    if created:
        progress.posted_seconds = posted_for_content(by, edition.content_key)
        progress.save(update_fields=["posted_seconds"])
    if desk.row.check_after_ms == 0:
        draw_next(desk, policy)
    desk.row.epoch += 1
    session = StudySession.objects.create(
        learner=by,
        edition=edition,
        progress=progress,
        policy=policy,
        terms=terms_of(edition, policy),
        device=device,
        nonce=nonce,
        epoch=desk.row.epoch,
        signed_in_at=signed_in_at,
        opened_tick=desk.next_tick(),
        opened_at=now,
        last_at=now,
        active_at=now,
    )
    desk.save()
    return Opened(session, progress, desk.row.open_check)


def fence_live(desk: Desk, learner: User, reason: FenceReason) -> None:
    """End the session that goes on, if there is one. Under the learner's lock."""
    live = StudySession.objects.filter(learner=learner, fenced_at__isnull=True).first()
    if live is None:
        return
    state = session_state(live)
    if not study.fence_if_too_long(state, rules_in(live), desk.at_ms):
        study.fence(state, rules_in(live), desk.at_ms, reason)
    save_fence(live, state, desk.next_tick())


@transaction.atomic
def record_beat(
    *,
    session: StudySession,
    seq: int,
    ranges: Intervals,
    mode: str,
    by: User,
    at: dt.datetime,
) -> dict[str, Any]:
    """Count one beat and answer with the figures. Raises BadRanges, OtherPayload, SessionClosed, TooEarly."""
    desk = lock_learner(by, at=at)
    payload = _fingerprint(ranges, mode)
    # read after the lock: what was read before it may be another call's past
    session = StudySession.objects.whole().get(pk=session.pk)
    if seq <= session.last_seq and (known := StudyBeat.objects.filter(session=session, seq=seq).first()):
        return _answer_again(known, payload)
    late = settle_if_late(desk, by)
    if late:
        session.progress.refresh_from_db()
    duration_ms = contract_in(session).duration_ms
    if any(end > duration_ms for _, end in ranges):
        raise BadRanges
    session.last_seq = max(session.last_seq, seq)
    rules, row, live = rules_in(session), session.progress, session_state(session)
    if study.fence_if_too_long(live, rules, desk.at_ms):
        save_fence(session, live, desk.next_tick())
    progress = progress_state(row)
    study.accept_beat(
        desk.clock,
        live,
        progress,
        rules,
        ranges=ranges,
        mode=mode,
        at_ms=desk.at_ms,
    )
    tick = desk.next_tick()
    save_session(session, live)
    save_progress(row, progress, desk.at_ms, moving=not late)
    check = ask_if_due(desk, session, progress)
    answer = _in_order({"accepted_seq": seq, **figures(row, session, check)})
    add(
        StudyBeat(
            session_id=session.pk,
            seq=seq,
            tick=tick,
            payload_hash=payload,
            ranges=ranges,
            mode=mode,
            received_at=from_ms(desk.at_ms),
            answer=answer,
        )
    )
    desk.save()
    return answer


def _answer_again(beat: StudyBeat, payload: str) -> dict[str, Any]:
    if beat.payload_hash != payload:
        raise OtherPayload
    return _in_order(beat.answer)


def _in_order(answer: dict[str, Any]) -> dict[str, Any]:
    """PostgreSQL keeps the members of a JSON object in an order of its own; sorted, the body is the same each time."""
    return dict(json.loads(json.dumps(answer, sort_keys=True)))


def _fingerprint(ranges: Intervals, mode: str) -> str:
    return hashlib.sha256(json.dumps([ranges, mode]).encode()).hexdigest()


@transaction.atomic
def close_session(*, session: StudySession, by: User, at: dt.datetime) -> dict[str, Any]:
    """Fence a session at the learner's wish and answer with the final figures; closing twice changes nothing."""
    desk = lock_learner(by, at=at)
    session = StudySession.objects.whole().get(pk=session.pk)
    if session.fenced_at is None:
        settle_if_late(desk, by)
        state, rules = session_state(session), rules_in(session)
        if study.fence_if_too_long(state, rules, desk.at_ms) and state.fenced_ms is not None:
            desk.at_ms = study.instant(desk.clock, state.fenced_ms)  # the clock follows the evidence only
        else:
            study.fence(state, rules, desk.at_ms, FenceReason.CLOSED)
        save_fence(session, state, desk.next_tick())
        desk.save()
        session.progress.refresh_from_db()
    return figures(session.progress, session, None)
