"""When a qualification is registered, and when it is time to register again."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.enums.qualifications import RegistrationState
from people.registration import (
    Period,
    Terms,
    months_later,
    overlapping,
    registration_standing,
    usual_end,
    window_of,
)

TERMS = Terms(first_within_months=12, valid_months=36, window_months=3)
DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def period(starts: str, ends: str) -> Period:
    return Period(day(starts), day(ends))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-05-31", -3, "2026-02-28"),
        ("2026-03-15", -3, "2025-12-15"),
        ("2026-01-15", -13, "2024-12-15"),
    ],
)
def test_months_later_keeps_the_day_or_takes_the_last(start: str, months: int, end: str) -> None:
    assert months_later(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("ends", "opens"),
    [
        ("2026-05-31", "2026-03-01"),
        ("2026-05-30", "2026-02-28"),
        ("2026-05-27", "2026-02-28"),
        ("2028-05-30", "2028-02-29"),
        ("2028-05-28", "2028-02-29"),
        ("2026-12-31", "2026-10-01"),
        ("2027-02-28", "2026-12-01"),
    ],
)
def test_window_opens_three_months_before_the_end(ends: str, opens: str) -> None:
    assert window_of(period("2023-06-01", ends), TERMS) == (day(opens), day(ends))


def test_usual_end_is_three_years_less_a_day() -> None:
    assert usual_end(day("2023-06-01"), TERMS) == day("2026-05-31")
    assert usual_end(day("2024-02-29"), TERMS) == day("2027-02-27")


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2023-05-31", RegistrationState.AHEAD),
        ("2023-06-01", RegistrationState.IN_FORCE),
        ("2026-02-28", RegistrationState.IN_FORCE),
        ("2026-03-01", RegistrationState.WINDOW_OPEN),
        ("2026-05-31", RegistrationState.WINDOW_OPEN),
        ("2026-06-01", RegistrationState.LAPSED),
    ],
)
def test_state_on_the_days_where_it_changes(on: str, state: RegistrationState) -> None:
    assert registration_standing(TERMS, [period("2023-06-01", "2026-05-31")], on=day(on)).state == state


def test_registered_again_already_asks_for_nothing() -> None:
    both = [period("2023-06-01", "2026-05-31"), period("2026-06-01", "2029-05-31")]
    standing = registration_standing(TERMS, both, on=day("2026-04-01"))
    assert standing.state == RegistrationState.IN_FORCE
    assert standing.opens_on is None


def test_first_registration_is_due_within_a_year() -> None:
    assert registration_standing(TERMS, [], on=day("2025-09-01"), issued_on=day("2024-09-01")).closes_on == day(
        "2025-09-01"
    )
    late = registration_standing(TERMS, [], on=day("2025-09-02"), issued_on=day("2024-09-01"))
    assert late.state == RegistrationState.OVERDUE


def test_without_a_day_on_the_certificate_nothing_is_due() -> None:
    standing = registration_standing(TERMS, [], on=day("2025-09-02"))
    assert standing.state == RegistrationState.UNREGISTERED
    assert standing.closes_on is None


def test_period_that_shares_one_day_overlaps() -> None:
    first = period("2023-06-01", "2026-05-31")
    assert overlapping([first], period("2026-05-31", "2029-05-30")) == first
    assert overlapping([first], period("2026-06-01", "2029-05-31")) is None


@given(days, st.integers(-600, 600))
def test_months_there_and_back_differ_by_the_short_month_only(start: dt.date, months: int) -> None:
    end = months_later(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + DAY).day == 1
    assert 0 <= (start - months_later(end, -months)).days <= 3


@given(days, days)
def test_later_end_never_opens_its_window_earlier(one: dt.date, other: dt.date) -> None:
    earlier, later = sorted([one, other])
    start = earlier - dt.timedelta(days=400)
    assert window_of(Period(start, earlier), TERMS)[0] <= window_of(Period(start, later), TERMS)[0]


@given(days)
def test_window_lasts_about_three_months(end: dt.date) -> None:
    opens_on, closes_on = window_of(Period(end - dt.timedelta(days=1000), end), TERMS)
    assert 89 <= (closes_on - opens_on).days + 1 <= 95


@given(st.lists(st.tuples(days, st.integers(30, 1500)), max_size=5), days, st.randoms())
def test_order_of_periods_does_not_matter(given_: list[tuple[dt.date, int]], on: dt.date, random: object) -> None:
    periods = [Period(start, start + dt.timedelta(days=length)) for start, length in given_]
    shuffled = periods[:]
    random.shuffle(shuffled)
    assert registration_standing(TERMS, periods, on=on) == registration_standing(TERMS, shuffled, on=on)


@given(days, st.integers(0, 2000))
def test_in_force_is_said_on_the_days_of_a_period_and_no_other(start: dt.date, after: int) -> None:
    only = Period(start, usual_end(start, TERMS))
    on = start + dt.timedelta(days=after)
    state = registration_standing(TERMS, [only], on=on).state
    is_in_force = state in {RegistrationState.IN_FORCE, RegistrationState.WINDOW_OPEN}
    assert is_in_force is (only.starts_on <= on <= only.ends_on)
