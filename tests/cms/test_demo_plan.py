"""The demonstration is made up, repeatable, and adds up: what needs no database."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.demo.id_numbers import NEVER_ISSUED
from cms.demo.learner import CITY
from cms.demo.places import Gazetteer
from cms.demo.roster import entries
from cms.demo.state import Plan
from cms.demo.studying import pieces
from cms.demo.sums import LONGEST_EVENING, SHORTEST_EVENING, STEP, choose_days, evening_lengths, full_days
from cms.demo.timetable import CLASS_DAYS, seconds_of, timetable
from people.enums import WorkerCategory
from people.identity import parse_id_number
from people.names import parse_name

BEGUN_AT = dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)
LAST = dt.date(2026, 11, 23)


def plan(seed: int = 120, days: int = 600) -> Plan:
    return Plan(seed, days, BEGUN_AT, LAST - dt.timedelta(days=days), LAST)


def test_people_are_made_up_and_differ() -> None:
    people = entries(1500, 120)
    assert len(people) == 1500
    assert all(one.id_number.startswith(NEVER_ISSUED) for one in people)
    assert len({one.id_number for one in people}) == 1500
    phones = [one.phone for one in people if one.phone]
    assert len(set(phones)) == len(phones)
    for one in people:
        parse_id_number(one.id_number, today=LAST)
        assert parse_name(one.name) == one.name
        assert one.worker_category in WorkerCategory.values


def test_people_are_the_same_for_a_seed_whatever_the_number() -> None:
    assert entries(700, 120)[:600] == entries(600, 120)
    assert entries(600, 120) != entries(600, 121)
    assert entries(500, 120) == entries(500, 121)  # the supplied roster


def test_every_roster_row_finds_its_unit() -> None:
    gazetteer = Gazetteer()
    for one in entries(500, 120):
        unit = gazetteer.unit(one)
        assert unit.city[:4] == unit.row.code[:4]


@given(days=st.integers(60, 1000), seed=st.integers(0, 10_000))
def test_timetable_has_every_day_once_and_in_the_past(days: int, seed: int) -> None:
    when = plan(seed, days)
    table = timetable(when, CITY, "杭州市")
    dates = [day.segments[0][0].date() for day in table]
    assert len(table) == CLASS_DAYS
    assert all(first < second for first, second in pairwise(dates))
    assert when.starts_on <= dates[0]
    assert dates[-1] < when.ends_on
    assert all(day.recorded_at < BEGUN_AT for day in table)
    assert all(a[1] < b[0] for day in table for a, b in pairwise(day.segments))


def test_timetable_is_the_same_for_a_plan() -> None:
    assert timetable(plan(), CITY, "杭州市") == timetable(plan(), CITY, "杭州市")
    assert timetable(plan(), CITY, "杭州市") != timetable(plan(121), CITY, "杭州市")


def test_timetable_keeps_holidays_free() -> None:
    dates = {f"{day.segments[0][0]:%m-%d}" for day in timetable(plan(), CITY, "杭州市")}
    assert not {date for date in dates if "10-01" <= date <= "10-08" or "02-08" <= date <= "02-25"}


@given(st.integers(60 * 3600, 125 * 3600))
def test_class_days_and_evenings_add_up_to_the_second(in_class: int) -> None:
    day = seconds_of(timetable(plan(), CITY, "杭州市")[0].segments)
    left = in_class - full_days(in_class, day) * day
    evenings, planned, late = evening_lengths(left)
    assert left >= SHORTEST_EVENING
    assert evenings * planned - late == left
    assert planned <= LONGEST_EVENING
    assert 0 <= late < evenings * STEP


@pytest.mark.parametrize("count", [15, 20, 24, 28])
def test_chosen_days_cover_all_categories(count: int) -> None:
    days = timetable(plan(), CITY, "杭州市")
    chosen = choose_days(days, count)
    assert len({day.number for day in chosen}) == count
    assert {day.category for day in chosen} == {day.category for day in days}


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 90_000)), max_size=4), st.integers(1_000, 40_000))
def test_beats_report_all_that_was_studied(starts: list[tuple[int, int]], most_ms: int) -> None:
    spans = [(start, start + length) for start, length in starts]
    cut = pieces(spans, most_ms)
    assert sum(b - a for a, b in cut) == sum(b - a for a, b in spans)
    assert all(0 < b - a <= most_ms for a, b in cut)
