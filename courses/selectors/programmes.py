"""Reading programmes."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from ..admission import Applicant
from ..models import Programme, ProgrammeCourse


@dataclass(frozen=True)
class MyProgramme:
    """A programme somebody belongs to. Keys of courses in order."""

    pk: int
    title: str
    summary: str
    organisation: str
    ends_on: dt.date | None
    required: list[uuid.UUID]
    elective: list[uuid.UUID]


def programmes_of(person: Applicant, on: dt.date) -> list[MyProgramme]:
    """The running programmes meant for somebody: of an organisation he or she is under, for that kind of worker.

    Two queries.
    """
    if not person.paths:
        return []
    mine = [
        programme
        for programme in Programme.objects.running(on).select_related("organisation").order_by("title", "pk")
        if any(path.startswith(programme.organisation.path) for path in person.paths)
        and (not programme.worker_categories or not person.categories.isdisjoint(programme.worker_categories))
    ]
    courses: dict[int, list[ProgrammeCourse]] = {programme.pk: [] for programme in mine}
    for row in ProgrammeCourse.objects.filter(programme__in=mine).order_by("position"):
        courses[row.programme_id].append(row)
    return [
        MyProgramme(
            pk=programme.pk,
            title=programme.title,
            summary=programme.summary,
            organisation=programme.organisation.name,
            ends_on=programme.ends_on,
            required=[row.course_key for row in courses[programme.pk] if row.is_required],
            elective=[row.course_key for row in courses[programme.pk] if not row.is_required],
        )
        for programme in mine
    ]
