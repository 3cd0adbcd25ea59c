"""Class days in the record: sessions with their segments, and who was there."""

from __future__ import annotations

import datetime as dt
import random
import uuid

from attendance.models import ClassSegment, ClassSession
from attendance.services.classes import record_presence
from people.models import Organisation, User

from .ids import fixed_id
from .timetable import ClassDay


def class_key(*parts: object) -> uuid.UUID:
    return fixed_id("class", *parts)


def make_class(day: ClassDay, *, pk: uuid.UUID, organisation: Organisation) -> ClassSession:
    session = ClassSession.objects.create(
        pk=pk,
        title=day.title,
        place=day.place,
        organisation=organisation,
        category=day.category,
        service_field=day.service_field,
        modality=day.modality,
    )
    for start, end in day.segments:
        ClassSegment.objects.create(session=session, starts_at=start, ends_at=end)
    return session


def attend(
    session: ClassSession,
    day: ClassDay,
    learner: User,
    *,
    by: User,
    rng: random.Random,
    late: dt.timedelta = dt.timedelta(0),
    leaves_at_noon: bool = False,
) -> None:
    """Signed in a little before the first bell (or `late` after it), signed out a little after the last."""
    early = dt.timedelta(seconds=rng.randrange(90, 1200))
    after = dt.timedelta(seconds=rng.randrange(20, 700))
    last = day.segments[1] if leaves_at_noon else day.segments[-1]
    record_presence(
        session=session,
        learner=learner,
        in_at=day.segments[0][0] + (late or -early),
        out_at=last[1] + after,
        by=by,
        at=day.recorded_at,
    )
