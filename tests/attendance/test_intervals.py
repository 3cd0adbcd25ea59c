"""Intervals against the naive model: sets of whole milliseconds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from attendance.intervals import Intervals, intersect, length, merge, subtract, take
from tests.harness.examples import invariant

points = st.integers(0, 60)
spans = st.lists(st.tuples(points, points), max_size=8)


def as_set(some: Intervals) -> set[int]:
    return {point for a, b in some for point in range(a, b)}


def is_merged(some: Intervals) -> bool:
    return all(a < b for a, b in some) and all(one[1] < other[0] for one, other in pairwise(some))


@invariant
@given(spans, spans)
def test_merge_is_the_union_sorted_disjoint_and_joined(one: Intervals, other: Intervals) -> None:
    merged = merge(one, other)
    assert as_set(merged) == as_set(one) | as_set(other)
    assert is_merged(merged)
    assert length(merged) == len(as_set(merged))
    assert merge(merged) == merged
    assert merge(other, one) == merged


@invariant
@given(spans, spans)
def test_subtract_is_the_difference(one: Intervals, other: Intervals) -> None:
    rest = subtract(one, other)
    assert as_set(rest) == as_set(one) - as_set(other)
    assert is_merged(rest)


@invariant
@given(spans, spans)
def test_intersect_is_the_intersection(one: Intervals, other: Intervals) -> None:
    both = intersect(one, other)
    assert as_set(both) == as_set(one) & as_set(other)
    assert is_merged(both)


@invariant
@given(spans, st.integers(-5, 70))
def test_take_gives_the_earliest_milliseconds_within_the_budget(some: Intervals, budget: int) -> None:
    taken = take(some, budget)
    assert sorted(as_set(taken)) == sorted(as_set(some))[: max(0, budget)]
    assert is_merged(taken)


def test_stored_lists_read_like_tuples() -> None:
    assert merge([[0, 5], [5, 9]], [(20, 20)]) == [(0, 9)]


def test_nothing_at_all_is_nothing() -> None:
    assert merge() == [] == subtract([], [(0, 9)]) == intersect([(0, 9)], []) == take([], 5)
