"""The demonstration never mixes with anybody's data."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from attendance.models import SchemeVersion
from cms.demo.state import NotForDemonstration, is_unfinished, plan_for
from people.models import Organisation, User
from tests.factories.courses import make_course
from tests.factories.people import make_person

AT = dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def test_seed_refuses_a_database_with_people() -> None:
    make_person()
    with pytest.raises(CommandError, match=r"1 .*DATABASE_URL"):
        call_command("seed_demo", people=1)
    assert User.objects.count() == 1
    assert not Organisation.objects.exists()


def test_seed_refuses_a_database_with_courses() -> None:
    make_course()
    with pytest.raises(NotForDemonstration):
        plan_for(seed=120, days=600, at=AT)


@pytest.mark.parametrize("arguments", [["--people", "0"], ["--people", "-3"], ["--days", "x"]])
def test_seed_refuses_numbers_that_make_no_sense(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("seed_demo", *arguments)


def test_seed_refuses_a_history_too_short_to_be_true() -> None:
    with pytest.raises(NotForDemonstration, match="60"):
        plan_for(seed=120, days=59, at=AT)


def test_plan_stays_within_the_period_of_the_scheme() -> None:
    period = SchemeVersion.objects.get(scheme="zj-120")
    early = plan_for(seed=120, days=5000, at=AT)
    assert early.starts_on == period.window_starts_on
    late = plan_for(seed=120, days=600, at=dt.datetime(2029, 1, 1, tzinfo=dt.UTC))
    assert late.ends_on == period.window_ends_on
    with pytest.raises(NotForDemonstration):
        plan_for(seed=120, days=600, at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC))


def test_demonstration_is_wanted_in_an_empty_database_only() -> None:
    assert is_unfinished()
    make_person()
    assert not is_unfinished()
