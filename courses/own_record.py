"""What this app holds about one person, as plain values: its part of the person's own export."""

from __future__ import annotations

from typing import Any

from people.models import User

from .models import Enrolment


def record_of(person: User) -> dict[str, list[Any]]:
    return {"enrolments": list(Enrolment.objects.filter(learner=person).values("course_title", "enrolled_at"))}
