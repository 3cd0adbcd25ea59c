"""The account `learner`: stands a little below 120 hours, and one lesson brings it over.

The lesson that is under way is the integrated case of the first course: its text is read, its recording watched up
to a minute before the end, the quiz not yet handed in. What is missing to 120 hours is less than what is already
studied of it, so finishing it posts enough.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from attendance.intervals import Intervals
from attendance.models import ClassSession, HourEntry
from attendance.selectors import FOUNDING_SCHEME, count_hours, scheme_version
from courses.models import LessonEdition
from people.models import Organisation, User
from people.selectors import find_place

from .accounts import account_facts
from .classes import attend, class_key, make_class
from .ids import fixed_id
from .state import Plan
from .studying import study, whole
from .sums import choose_days, evening_lengths, full_days
from .timetable import ClassDay, class_day, instant, seconds_of, timetable
from .words import words

CITY = "330100"
COURSE = "community-governance"
MISSING_SECONDS = 1085  # more than 18 minutes, so that 119.6 credit hours are shown
LEFT_OF_RECORDING_MS = 60_000
SITS_DOWN = "21:10"  # after any evening class: what is studied during a class does not count
Event = tuple[dt.datetime, Callable[[], object]]


@transaction.atomic
def make_learner_history(*, learner: User, trainer: User, plan: Plan, at: dt.datetime) -> int:
    """The learner's whole history, once; answers how many entries the ledger got."""
    if HourEntry.objects.filter(learner=learner).exists():
        return 0
    editions = editions_of(COURSE)
    finished, under_way = editions[:-1], editions[-1]
    check_fits(under_way)
    version = scheme_version(FOUNDING_SCHEME, plan.ends_on)
    target = version.target_seconds - MISSING_SECONDS
    in_class = target - sum(edition.credited_seconds for edition in finished)
    story = _Story(learner, trainer, plan, at.date())
    events = [*story.class_days(in_class), *story.evenings(in_class), *story.lessons(finished, under_way)]
    for _, tell in sorted(events, key=lambda event: event[0]):
        tell()
    if (counted := count_hours(learner, version)[0].seconds) != target:
        raise ValueError(f"the learner's history gives {counted} s instead of {target} s")
    return HourEntry.objects.filter(learner=learner).count()


def editions_of(course_slug: str) -> list[LessonEdition]:
    """The course's editions in the order of its lessons, which were frozen in that order."""
    return list(LessonEdition.objects.filter(course_key=fixed_id("course", course_slug), number=1).order_by("pk"))


def check_fits(edition: LessonEdition) -> None:
    """The written lesson must be long enough for the story to be true. Raises ValueError."""
    studied = (edition.media_ms - LEFT_OF_RECORDING_MS + read_ms(edition)) // 1000
    if edition.media_ms <= LEFT_OF_RECORDING_MS or min(studied, edition.credited_seconds) <= MISSING_SECONDS:
        raise ValueError(f"lesson “{edition.title}” is too short: more than {MISSING_SECONDS} s are needed")


def read_ms(edition: LessonEdition) -> int:
    """A careful reader: a tenth slower than the reading-time model."""
    return edition.reading_ms * 11 // 10


@dataclass(frozen=True)
class _Story:
    learner: User
    trainer: User
    plan: Plan
    today: dt.date

    def class_days(self, in_class: int) -> Iterator[Event]:
        """Days of the city's programme, attended from the first bell to the last."""
        city = self._place(CITY)
        days = timetable(self.plan, CITY, city.name)
        count = full_days(in_class, seconds_of(days[0].segments))
        if count > len(days):
            raise ValueError("more class days are needed than the timetable has")
        for day in choose_days(days, count):
            yield day.recorded_at, partial(self._attend, day, class_key(CITY, day.number))

    def evenings(self, in_class: int) -> Iterator[Event]:
        """Case discussions after work, at which the learner arrives a few minutes late: they make up the rest."""
        facts = words("classes")["evening"]
        day_seconds = seconds_of(timetable(self.plan, CITY, "")[0].segments)
        count, planned, late = evening_lengths(in_class - full_days(in_class, day_seconds) * day_seconds)
        township = self._place(next(one["place"] for one in account_facts() if one["username"] == "learner"))
        for number in range(count):
            on = self.plan.starts_on + dt.timedelta(days=self.plan.day_count * (number + 1) // (count + 1))
            starts_at = instant(on, facts["starts"])
            segments = ((starts_at, starts_at + dt.timedelta(seconds=planned)),)
            day = class_day(number, facts, facts["place"], segments)
            share = late // count + (late % count if number == 0 else 0)
            yield day.recorded_at, partial(self._discuss, day, township, dt.timedelta(seconds=share))

    def lessons(self, finished: list[LessonEdition], under_way: LessonEdition) -> Iterator[Event]:
        for number, edition in enumerate(finished):
            on = self.plan.ends_on - dt.timedelta(days=3 * (len(finished) - number) + 3)
            yield self._study(edition, whole(edition), instant(on, SITS_DOWN), with_quiz=True)
        text = (under_way.media_ms, min(under_way.media_ms + read_ms(under_way), under_way.duration_ms))
        watched = (0, under_way.media_ms - LEFT_OF_RECORDING_MS)
        for days_ago, span in ((2, text), (0, watched)):
            at = instant(self.plan.ends_on - dt.timedelta(days=days_ago), SITS_DOWN)
            yield self._study(under_way, [span], at, with_quiz=False)

    def _study(self, edition: LessonEdition, spans: Intervals, at: dt.datetime, *, with_quiz: bool) -> Event:
        return at, partial(study, learner=self.learner, edition=edition, spans=spans, at=at, with_quiz=with_quiz)

    def _discuss(self, day: ClassDay, organisation: Organisation, late: dt.timedelta) -> None:
        session = make_class(day, pk=class_key("evening", day.number), organisation=organisation)
        self._attend(day, session.pk, late)

    def _attend(self, day: ClassDay, session: uuid.UUID, late: dt.timedelta = dt.timedelta(0)) -> None:
        rng = random.Random(f"{self.plan.seed}:learner:{session}")  # noqa: S311  (repeatable on purpose)
        attend(ClassSession.objects.get(pk=session), day, self.learner, by=self.trainer, rng=rng, late=late)

    def _place(self, code: str) -> Organisation:
        place = find_place(code, on=self.today)
        if place is None:
            raise LookupError(code)
        return place
