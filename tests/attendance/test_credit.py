"""How a scheme counts entries (hours.md, section 5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.credit import Capped, Line, Rules, evaluate, forecast
from tests.harness.examples import invariant

START, END = dt.date(2025, 1, 1), dt.date(2027, 12, 31)
CATEGORIES = ["law", "practice", "theory"]
MODALITIES = ["classroom", "on_demand"]
HOUR = 3600


def rules(*, target: int = 120 * HOUR, minima: Any = None, caps: Any = None) -> Rules:
    return Rules(target, START, END, minima or {}, caps or {})


def line(seconds: int, category: str = "practice", modality: str = "on_demand", on: dt.date = START) -> Line:
    return Line(seconds, category, modality, on)


entries = st.builds(
    Line,
    st.integers(1, 40 * HOUR),
    st.sampled_from(CATEGORIES),
    st.sampled_from(MODALITIES),
    st.dates(dt.date(2024, 6, 1), dt.date(2028, 6, 1)),
)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Line]:
    """Entries, some of them reversed in full, as the ledger holds them."""
    lines = draw(st.lists(entries, max_size=12))
    reversed_ones = [entry for entry in lines if draw(st.booleans())]
    return lines + [Line(-one.seconds, one.category, one.modality, one.occurred_on) for one in reversed_ones]


amounts = st.integers(0, 60 * HOUR)
some_rules = st.builds(
    lambda minima, categories, modalities: rules(minima=minima, caps={"category": categories, "modality": modalities}),
    st.dictionaries(st.sampled_from(CATEGORIES), amounts),
    st.dictionaries(st.sampled_from(CATEGORIES), amounts),
    st.dictionaries(st.sampled_from(MODALITIES), amounts),
)


@invariant
@given(st.data(), ledgers(), some_rules)
def test_count_does_not_depend_on_the_order_of_entries(data: st.DataObject, lines: list[Line], given: Rules) -> None:
    assert evaluate(data.draw(st.permutations(lines)), given) == evaluate(lines, given)


@invariant
@given(ledgers(), some_rules)
def test_sums_by_category_and_by_modality_equal_the_total(lines: list[Line], given: Rules) -> None:
    counted = evaluate(lines, given)
    assert sum(counted.by_category.values()) == counted.seconds == sum(counted.by_modality.values())
    assert counted.seconds >= 0


@invariant
@given(ledgers(), some_rules)
def test_counted_and_capped_out_together_are_everything_in_the_period(lines: list[Line], given: Rules) -> None:
    counted = evaluate(lines, given)
    in_period = sum(one.seconds for one in lines if START <= one.occurred_on <= END)
    assert counted.seconds + sum(one.seconds for one in counted.capped) == in_period


@invariant
@given(ledgers(), some_rules)
def test_no_cap_is_ever_exceeded(lines: list[Line], given: Rules) -> None:
    counted = evaluate(lines, given)
    for name, most in given.caps["category"].items():
        assert counted.by_category.get(name, 0) <= most
    for name, most in given.caps["modality"].items():
        assert counted.by_modality.get(name, 0) <= most


@invariant
@given(ledgers(), some_rules)
def test_nothing_outside_the_period_counts(lines: list[Line], given: Rules) -> None:
    inside = [one for one in lines if START <= one.occurred_on <= END]
    assert evaluate(lines, given) == evaluate(inside, given)


@invariant
@given(ledgers(), some_rules)
def test_missing_names_exactly_what_the_minima_still_ask(lines: list[Line], given: Rules) -> None:
    counted = evaluate(lines, given)
    for name, least in given.minima.items():
        assert counted.missing.get(name, 0) == max(0, least - counted.by_category.get(name, 0))
    assert counted.missing.keys() <= given.minima.keys()


@given(ledgers(), some_rules, st.integers(0, 200 * HOUR), st.integers(0, 200 * HOUR))
def test_a_higher_target_is_never_met_before_a_lower_one(lines: list[Line], given: Rules, one: int, other: int) -> None:
    counted = evaluate(lines, given)
    assert counted.is_met(min(one, other)) or not counted.is_met(max(one, other))


@given(ledgers(), entries)
def test_one_more_entry_never_lowers_an_uncapped_count(lines: list[Line], more: Line) -> None:
    assert evaluate([*lines, more], rules()).seconds >= evaluate(lines, rules()).seconds


@pytest.mark.parametrize("on", [START, END])
def test_both_dates_of_the_period_count(on: dt.date) -> None:
    assert evaluate([line(60, on=on)], rules()).seconds == 60


@pytest.mark.parametrize("on", [START - dt.timedelta(1), END + dt.timedelta(1)])
def test_the_days_around_the_period_do_not_count(on: dt.date) -> None:
    counted = evaluate([line(60, on=on)], rules())
    assert (counted.seconds, counted.first_on, counted.last_on) == (0, None, None)


def test_online_cap_of_sixty_hours_keeps_classroom_hours() -> None:
    lines = [line(80 * HOUR), line(30 * HOUR, modality="classroom")]
    counted = evaluate(lines, rules(caps={"modality": {"on_demand": 60 * HOUR}}))
    assert counted.by_modality == {"classroom": 30 * HOUR, "on_demand": 60 * HOUR}
    assert counted.capped == [Capped("modality", "on_demand", 20 * HOUR)]


def test_full_target_with_a_minimum_missing_is_not_met() -> None:
    counted = evaluate([line(120 * HOUR)], rules(minima={"law": 8 * HOUR}))
    assert counted.missing == {"law": 8 * HOUR}
    assert not counted.is_met(120 * HOUR)


def test_one_second_short_is_not_met() -> None:
    assert not evaluate([line(120 * HOUR - 1)], rules()).is_met(120 * HOUR)
    assert evaluate([line(120 * HOUR)], rules()).is_met(120 * HOUR)


def test_reversed_entry_counts_nothing() -> None:
    counted = evaluate([line(3600), line(-3600)], rules())
    assert (counted.seconds, counted.by_category) == (0, {})


@given(st.integers(0, 200 * HOUR), st.integers(1, 200 * HOUR), st.dates(START, END))
def test_forecast_is_today_when_met_and_never_in_the_past(counted: int, target: int, today: dt.date) -> None:
    on = forecast(counted, target, START, today)
    assert on is None or on >= today
    if counted >= target:
        assert on == today
    if counted == 0:
        assert on is None


def test_half_in_a_hundred_days_needs_a_hundred_more() -> None:
    assert forecast(60, 120, START, START + dt.timedelta(99)) == START + dt.timedelta(199)
