"""Who may take part, and why not. Pure."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.admission import Applicant, Terms, circle, hindrances, may_ask
from courses.enums.enrolment import Bar, EnrolmentPolicy

DAY = dt.date(2026, 5, 20)
KEY = uuid.UUID(int=7)
LATER, EARLIER = DAY + dt.timedelta(days=1), DAY - dt.timedelta(days=1)
SOMEBODY = Applicant(categories=frozenset({"community"}), paths=frozenset({"00010002"}))


@pytest.mark.parametrize(
    ("terms", "bars"),
    [
        (Terms(), []),
        (Terms(policy=EnrolmentPolicy.CLOSED), [Bar.CLOSED]),
        (Terms(opens_on=DAY, closes_on=DAY), []),
        (Terms(opens_on=LATER), [Bar.NOT_YET]),
        (Terms(closes_on=EARLIER), [Bar.OVER]),
        (Terms(seats=2, seats_taken=1), []),
        (Terms(seats=2, seats_taken=2), [Bar.FULL]),
        (Terms(categories={"community": "x"}), []),
        (Terms(categories={"mass": "x"}), [Bar.OTHER_WORKERS]),
        (Terms(within=("0001", "x")), []),
        (Terms(within=("0002", "x")), [Bar.OTHER_PEOPLE]),
        (Terms(required={KEY: "x"}), [Bar.FIRST_FINISH]),
        (Terms(policy=EnrolmentPolicy.REQUEST), [Bar.NEEDS_APPROVAL]),
        (Terms(policy=EnrolmentPolicy.REQUEST, required={KEY: "x"}), [Bar.FIRST_FINISH]),
    ],
)
def test_each_bar_stands_where_its_fact_is(terms: Terms, bars: list[Bar]) -> None:
    assert [one.bar for one in hindrances(terms, SOMEBODY, DAY)] == bars
    assert may_ask(terms, SOMEBODY, DAY) == (bars == [Bar.NEEDS_APPROVAL])


def test_whoever_takes_part_goes_on_whatever_is_set() -> None:
    terms = Terms(policy=EnrolmentPolicy.CLOSED, seats=1, seats_taken=1, required={KEY: "x"})
    assert hindrances(terms, Applicant(is_enrolled=True), DAY) == []


def test_sentences_name_what_is_in_the_way() -> None:
    terms = Terms(closes_on=EARLIER, within=("0002", "西湖区"), required={KEY: "走访入门"})
    sentences = " ".join(one.sentence for one in hindrances(terms, SOMEBODY, DAY))
    assert all(word in sentences for word in ("2026-05-19", "西湖区", "走访入门"))


KEYS = st.sampled_from([uuid.UUID(int=number) for number in range(6)])


@given(known=st.dictionaries(KEYS, st.sets(KEYS, max_size=3)), course=KEYS, required=st.sets(KEYS, max_size=3))
def test_a_circle_is_told_exactly_when_there_is_one(
    known: dict[uuid.UUID, set[uuid.UUID]], course: uuid.UUID, required: set[uuid.UUID]
) -> None:
    reached, left = set(), set(required)
    while left:
        one = left.pop()
        reached.add(one)
        left |= known.get(one, set()) - reached
    way = circle(course, required, known)
    assert bool(way) == (course in reached)
    assert not way or (way[0] in required and way[-1] == course)
