"""Attendance at a class: evidence and hours in one transaction (hours.md, section 2)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from people.models import User

from .. import study
from ..clock import from_ms, to_ms
from ..enums import SourceKind
from ..errors import AlreadyRecorded
from ..intervals import intersect, length, subtract
from ..models import ClassPresence, ClassSession, HourEntry, StudyProgress
from ..state import progress_state
from .class_claims import attended, attended_elsewhere, segments_of
from .desk import lock_learner, save_progress
from .ledger import day_of, post
from .posting import correct_study_credit

RULE_VERSION = "class 2025-01-01"
OVERLAP = "class attendance at the same time"


@transaction.atomic
def record_presence(
    *,
    session: ClassSession,
    learner: User,
    in_at: dt.datetime,
    out_at: dt.datetime,
    by: User,
    at: dt.datetime,
) -> HourEntry | None:
    """Record sign-in and sign-out and post the time within the segments. Raises AlreadyRecorded.

    The class wins over online study of the same time, which is taken out and, where posted, reversed.
    Gives None when no whole second lies within the segments.
    """
    desk = lock_learner(learner, at=at)
    if ClassPresence.objects.filter(session=session, learner=learner).exists():
        raise AlreadyRecorded
    tick = desk.next_tick()
    presence = ClassPresence.objects.create(
        session=session,
        learner=learner,
        tick=tick,
        in_at=in_at,
        out_at=out_at,
        recorded_at=from_ms(desk.at_ms),
        recorded_by=by,
    )
    present = [(to_ms(in_at), to_ms(out_at))]
    rows = list(StudyProgress.objects.select_related("edition").filter(learner=learner).order_by("pk"))
    states = [progress_state(row) for row in rows]
    before = [(state.windows, state.pending_windows) for state in states]
    study.occupy(desk.clock, states, present)
    changed = []
    for row, state, old in zip(rows, states, before, strict=True):
        if (state.windows, state.pending_windows) != old:
            save_progress(row, state, desk.at_ms)
            changed.append(row)
    for row in changed:  # once all are saved: two editions may share a content
        correct_study_credit(desk, learner, row, reason=OVERLAP)
    desk.save()
    return _post(presence, by, from_ms(desk.at_ms))


def _post(presence: ClassPresence, by: User, at: dt.datetime) -> HourEntry | None:
    """Time that an earlier record credits to another class does not count twice (invariant I2)."""
    session = presence.session
    present, elsewhere = attended(presence), attended_elsewhere(presence)
    seconds = length(subtract(present, elsewhere)) // 1000
    if seconds == 0:
        return None
    return post(
        learner=presence.learner,
        seconds=seconds,
        title=session.title,
        category=session.category,
        service_field=session.service_field,
        modality=session.modality,
        occurred_on=day_of(presence.in_at),
        source_kind=SourceKind.CLASS,
        source_key=str(presence.pk),
        rule_version=RULE_VERSION,
        explanation={
            "kind": "class",
            "place": session.place,
            "in_at": presence.in_at.isoformat(),
            "out_at": presence.out_at.isoformat(),
            "segments": segments_of(session),
            "elsewhere_seconds": length(intersect(present, elsewhere)) // 1000,
            "earned_seconds": seconds,
        },
        by=by,
        at=at,
    )
