"""Beats per second in one process; floor: one indexed INSERT by the same framework."""

from __future__ import annotations

import time
import uuid

from django.utils import timezone

from courses.models import LessonEdition
from people.models import User

from .calling import Caller
from .measuring import per_second, report, rounds

HOURS_MS = 3 * 3600 * 1000


def make_edition() -> LessonEdition:
    key = uuid.uuid4()
    return LessonEdition.objects.create(
        lesson_key=key,
        number=1,
        content_key=key,
        course_key=uuid.uuid4(),
        title="Bench",
        course_title="Bench",
        category="practice",
        service_field="community",
        media_ms=HOURS_MS,
        reading_ms=0,
        duration_ms=HOURS_MS,
        credited_seconds=HOURS_MS // 1000,
        coverage_percent=95,
        body=[],
        frozen_at=timezone.now(),
    )


def run(database: str) -> None:
    from attendance.services.study import open_session
    from attendance.tokens import issue

    learner = User.objects.create_user(f"bench-{uuid.uuid4().hex[:8]}")
    now = timezone.now()
    opened = open_session(
        edition=make_edition(), device="bench", nonce=uuid.uuid4().hex, signed_in_at=now, by=learner, at=now
    )
    caller, token = Caller(learner), issue(opened.session)
    address = f"/api/v1/study/sessions/{opened.session.pk}/beats/"
    state = {"seq": 0, "at": time.monotonic(), "position": 0, "floor": 0}

    def beat() -> None:
        state["seq"] += 1
        played = max(1, int((time.monotonic() - state["at"]) * 1000))
        start, state["position"] = state["position"], state["position"] + played
        state["at"] = time.monotonic()
        ranges = [[start, start + played]]
        caller.post(address, {"token": token, "seq": state["seq"], "mode": "live", "ranges": ranges})

    def insert() -> None:
        state["floor"] += 1
        caller.post("/floor/insert/", {"token": token, "seq": state["floor"], "mode": "live", "ranges": [[0, 15000]]})

    ours, bare = rounds(beat, insert, steps=60, times=9)
    report(f"beats_{database}", "per_second", per_second(ours), per_second(bare), more_is_better=True)
