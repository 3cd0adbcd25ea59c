"""How the people of the roster take part. Pure: the same plan gives the same habits."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from courses.models import LessonEdition

from .people import Person
from .state import Plan

DILIGENT_SHARE = 0.13
STUDENT_SHARE = 0.12
FINISHER_EVERY = 50


@dataclass(frozen=True)
class Habit:
    """How a person takes part: the chance of coming to a class day, and lessons studied online."""

    attendance: float
    lessons: tuple[LessonEdition, ...]
    begins_on: dt.date


def habit_of(person: Person, plan: Plan, courses: list[list[LessonEdition]]) -> Habit:
    rng = random.Random(f"{plan.seed}:habit:{person.entry.number}")  # noqa: S311  (repeatable on purpose)
    diligent = rng.random() < DILIGENT_SHARE
    attendance = rng.uniform(0.85, 1) if diligent else rng.uniform(0, 0.6)
    course = rng.choice(courses)
    lessons: list[LessonEdition] = []
    if person.entry.number % FINISHER_EVERY == 1:
        lessons = min(courses, key=len)
    elif rng.random() < STUDENT_SHARE:
        lessons = course[: rng.randint(1, 3)]
    first = plan.ends_on - dt.timedelta(days=rng.randrange(len(lessons) + 1, plan.day_count))
    return Habit(attendance, tuple(lessons), first)
