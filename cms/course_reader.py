"""Who looks at the catalogue: what decides what is open, required and finished for that person, read once."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from attendance.finishing import CourseStates, course_states
from courses.admission import Applicant
from courses.selectors.enrolment import applicant, asked_keys, enrolled_keys
from courses.selectors.programmes import MyProgramme, programmes_of
from people.enums import OrganisationKind
from people.models import Organisation


@dataclass(frozen=True)
class Reader:
    """A visitor is nobody: everything is empty. `city`, `county`: tree paths."""

    user: Any = None
    on: dt.date = dt.date.min
    states: CourseStates = field(default_factory=CourseStates)
    person: Applicant = field(default_factory=Applicant)
    programmes: list[MyProgramme] = field(default_factory=list)
    enrolled: frozenset[uuid.UUID] = frozenset()
    asked: frozenset[uuid.UUID] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        return self.user is not None

    @property
    def required(self) -> set[uuid.UUID]:
        return {key for programme in self.programmes for key in programme.required}

    @property
    def elective(self) -> set[uuid.UUID]:
        """What is required by one programme is not elective for the other."""
        return {key for programme in self.programmes for key in programme.elective} - self.required

    def paths_of(self, kind: OrganisationKind) -> list[str]:
        """Of the cities or counties that somebody's organisations stand in. One query."""
        step = Organisation.steplen
        above = {path[:end] for path in self.person.paths for end in range(step, len(path) + 1, step)}
        return list(Organisation.objects.filter(path__in=above, kind=kind).values_list("path", flat=True))


def reader_of(user: Any, on: dt.date) -> Reader:
    """The same few queries for everybody."""
    if not user.is_authenticated:
        return Reader(on=on)
    states = course_states(user)
    person = applicant(user, on, finished=states.finished)
    return Reader(
        user=user,
        on=on,
        states=states,
        person=person,
        programmes=programmes_of(person, on),
        enrolled=frozenset(enrolled_keys(user)),
        asked=frozenset(asked_keys(user)),
    )
