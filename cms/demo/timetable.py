"""When and where a city's class days take place. Pure: the same plan gives the same timetable."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from .state import Plan
from .words import words

SHANGHAI = ZoneInfo("Asia/Shanghai")
CLASS_DAYS = 28
SUNDAY = 6
Segments = tuple[tuple[dt.datetime, dt.datetime], ...]


@dataclass(frozen=True)
class ClassDay:
    """One day of a city's programme; breaks lie between the segments."""

    number: int
    title: str
    place: str
    category: str
    service_field: str
    modality: str
    segments: Segments

    @property
    def recorded_at(self) -> dt.datetime:
        """When the trainer closes the sheet, half an hour after the last bell."""
        return self.segments[-1][1] + dt.timedelta(minutes=30)


def seconds_of(segments: Segments) -> int:
    """What full attendance counts."""
    return sum(int((end - start).total_seconds()) for start, end in segments)


def instant(on: dt.date, clock: str) -> dt.datetime:
    """A civil date and "HH:MM" in Shanghai."""
    return dt.datetime.combine(on, dt.time.fromisoformat(clock), SHANGHAI)


def timetable(plan: Plan, city_code: str, city_name: str) -> list[ClassDay]:
    """The city's class days in order, spread over the whole history."""
    rng = random.Random(f"{plan.seed}:timetable:{city_code}")  # noqa: S311  (repeatable on purpose)
    facts = words("classes")
    topics, first = facts["topics"], rng.randrange(len(facts["topics"]))
    venue = rng.choice(facts["venues"]).format(city=city_name)
    return [
        class_day(number, topics[(first + number) % len(topics)], venue, on_date(day, facts["segments"]))
        for number, day in enumerate(_days(plan, rng, facts["holidays"]))
    ]


def on_date(day: dt.date, clocks: list[list[str]]) -> Segments:
    return tuple((instant(day, start), instant(day, end)) for start, end in clocks)


def class_day(number: int, topic: dict[str, Any], place: str, segments: Segments) -> ClassDay:
    return ClassDay(
        number=number,
        title=topic["title"],
        place=place,
        category=topic["category"],
        service_field=topic["service_field"],
        modality=topic["modality"],
        segments=segments,
    )


def _days(plan: Plan, rng: random.Random, holidays: list[list[str]]) -> list[dt.date]:
    """One day out of each of equal stretches, so that no two fall on one date."""
    days = []
    for number in range(CLASS_DAYS):
        first, last = (plan.day_count * step // CLASS_DAYS for step in (number, number + 1))
        stretch = [plan.starts_on + dt.timedelta(days=day) for day in range(first, last)]
        working = [day for day in stretch if day.weekday() != SUNDAY and not _is_holiday(day, holidays)]
        days.append(rng.choice(working or stretch))
    return days


def _is_holiday(day: dt.date, holidays: list[list[str]]) -> bool:
    return any(first <= f"{day:%m-%d}" <= last for first, last in holidays)
