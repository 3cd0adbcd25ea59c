"""Taking part in a course."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from people.models import User

from ..models import Enrolment


@transaction.atomic
def enrol(*, learner: User, course_key: uuid.UUID, course_title: str, at: dt.datetime) -> Enrolment:
    """Take part in a course; the second time changes nothing."""
    enrolment, _ = Enrolment.objects.get_or_create(
        learner=learner,
        course_key=course_key,
        defaults={"course_title": course_title, "enrolled_at": at},
    )
    return enrolment
