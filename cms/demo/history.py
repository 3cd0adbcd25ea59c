"""What happened in a city: its class days and its people's online study, told in order of time.

Everything goes through the services of attendance, so every entry has its evidence and can be recomputed.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass

from django.db import transaction

from attendance.models import ClassSession
from courses.models import LessonEdition
from people.models import Organisation, User
from people.selectors import find_place

from .classes import attend, class_key, make_class
from .habits import Habit, habit_of
from .people import Person
from .progress import Progress
from .state import Plan
from .studying import SELDOM, study, whole
from .timetable import ClassDay, instant, timetable

LATE_SHARE, NOON_SHARE = 0.06, 0.03


@transaction.atomic
def make_city_history(
    city: str,
    people: list[Person],
    *,
    plan: Plan,
    courses: list[list[LessonEdition]],
    trainer: User,
    at: dt.datetime,
    progress: Progress,
) -> int:
    """The whole history of a city, once; answers how many presences and lessons were recorded."""
    if ClassSession.objects.filter(pk=class_key(city, 0)).exists():
        return 0
    place = find_place(city, on=at.date())
    if place is None:
        raise LookupError(city)
    habits = {person.pk: habit_of(person, plan, courses) for person in people}
    accounts = User.objects.in_bulk(habits)
    telling = _Telling(city, place, accounts, habits, plan.seed, trainer)
    days, sittings = timetable(plan, city, place.name), _sittings(habits)
    made = 0
    for day in days:
        while sittings and sittings[0].on < day.segments[0][0].date():
            made += telling.sit(sittings.pop(0))
        made += telling.hold(day)
        progress.advance()
    return made + sum(telling.sit(sitting) for sitting in sittings)


@dataclass(frozen=True, order=True)
class _Sitting:
    """One lesson on one evening."""

    on: dt.date
    number: int
    learner: uuid.UUID


def _sittings(habits: dict[uuid.UUID, Habit]) -> list[_Sitting]:
    return sorted(
        _Sitting(habit.begins_on + dt.timedelta(days=number), number, pk)
        for pk, habit in habits.items()
        for number in range(len(habit.lessons))
    )


@dataclass(frozen=True)
class _Telling:
    city: str
    place: Organisation
    accounts: dict[uuid.UUID, User]
    habits: dict[uuid.UUID, Habit]
    seed: int
    trainer: User

    def sit(self, sitting: _Sitting) -> int:
        edition = self.habits[sitting.learner].lessons[sitting.number]
        study(
            learner=self.accounts[sitting.learner],
            edition=edition,
            spans=whole(edition),
            at=instant(sitting.on, "20:10"),
            beat_seconds=SELDOM,
        )
        return 1

    def hold(self, day: ClassDay) -> int:
        """One class day with everybody who came."""
        session = make_class(day, pk=class_key(self.city, day.number), organisation=self.place)
        came = 0
        for pk, habit in self.habits.items():
            rng = random.Random(f"{self.seed}:presence:{pk}:{day.number}")  # noqa: S311  (repeatable on purpose)
            if rng.random() >= habit.attendance:
                continue
            mood = rng.random()
            late = dt.timedelta(seconds=rng.randrange(120, 1500)) if mood < LATE_SHARE else dt.timedelta(0)
            leaves = mood > 1 - NOON_SHARE
            attend(session, day, self.accounts[pk], by=self.trainer, rng=rng, late=late, leaves_at_noon=leaves)
            came += 1
        return came
