"""One number for one instant: API, learner's page, selector and ledger agree; and what reading it costs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from attendance.clock import from_ms
from attendance.models import HourEntry, SchemeVersion
from attendance.selectors import FOUNDING_SCHEME, count_hours, pending_seconds, scheme_progress
from attendance.services import ledger
from people.models import User
from tests.attendance.api_client import Browser, Clock
from tests.attendance.invariants import total
from tests.attendance.test_ledger import entry_facts
from tests.attendance.world import MINUTE, World, predictable_checks
from tests.factories.attendance import make_edition, make_quiz
from tests.factories.people import make_organisation, make_person

HOURS = "/api/v1/me/hours/"


@pytest.fixture
def clock(db: None, monkeypatch: pytest.MonkeyPatch) -> Clock:
    predictable_checks(monkeypatch)
    return Clock(monkeypatch)


@pytest.fixture
def person(clock: Clock) -> User:
    return make_person()


def entries(person: User, how_many: int) -> None:
    for number in range(how_many):
        ledger.post(**entry_facts(person, source_key=f"{person.pk}-{number}", seconds=3600 + number))


def learner_with_everything(clock: Clock, person: User) -> None:
    """Online time posted and pending, a class, a reversal."""
    world = World(make_person(name="教员"), make_organisation(), now_ms=clock.now_ms)
    world.play(world.open(person, make_edition(media_ms=2 * MINUTE)), 120)
    world.play(world.open(person, make_edition(media_ms=2 * MINUTE, quiz=make_quiz())), 90)
    world.attend(person, clock.now_ms - 30 * MINUTE, clock.now_ms + MINUTE)
    clock.now_ms = world.now_ms


def test_api_selector_and_ledger_show_the_same_seconds(clock: Clock, person: User) -> None:
    learner_with_everything(clock, person)
    shown = Browser(clock, person).client.get(HOURS).json()
    scheme = shown["schemes"][0]
    progress = scheme_progress(person, FOUNDING_SCHEME, dt.date(2026, 5, 20))
    counted, _ = count_hours(person, SchemeVersion.objects.get(pk=progress.version_id))
    assert scheme["counted_seconds"] == progress.counted_seconds == counted.seconds == total(person)
    assert scheme["counted_seconds"] == sum(entry["seconds"] for entry in shown["entries"]["results"])
    assert scheme["counted_seconds"] == sum(scheme["by_category"].values())
    assert scheme["pending_seconds"] == progress.pending_seconds == pending_seconds(person) == 90
    assert scheme["target_seconds"] == 120 * 3600


def test_learners_page_shows_the_same_standing(clock: Clock, person: User) -> None:
    learner_with_everything(clock, person)
    page = Browser(clock, person).client.get("/my/hours/")
    assert page.context["progress"].counted_seconds == total(person)
    assert page.context["progress"].pending_seconds == pending_seconds(person)


def test_every_entry_is_explained_line_by_line(clock: Clock, person: User) -> None:
    learner_with_everything(clock, person)
    browser = Browser(clock, person)
    kinds = set()
    for entry in HourEntry.objects.filter(learner=person):
        shown = browser.client.get(f"{HOURS}{entry.pk}/").json()
        assert shown["seconds"] == entry.seconds
        assert shown["lines"]
        assert all(line["label"] and line["value"] for line in shown["lines"])
        kinds.add(shown["source"])
    assert kinds == {"study", "class", "reversal"}


def test_history_comes_newest_first_in_pages(clock: Clock, person: User) -> None:
    entries(person, 51)
    client = Browser(clock, person).client
    first, second = (client.get(HOURS, {"page": page}).json()["entries"] for page in (1, 2))
    assert (len(first["results"]), first["next_page"]) == (50, 2)
    assert (len(second["results"]), second["next_page"]) == (1, None)
    ids = [entry["id"] for entry in first["results"] + second["results"]]
    assert ids == sorted(ids, reverse=True)


def queries(call: Any) -> int:
    call()  # whatever is remembered per process is remembered now
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len(captured)


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_ones_hours_takes_six_queries(how_many: int, clock: Clock, person: User) -> None:
    entries(person, how_many)
    client = Browser(clock, person).client
    assert queries(lambda: client.get(HOURS)) == 6


def test_totals_do_not_grow_dearer_with_lessons_under_way(clock: Clock, person: User) -> None:
    world = World(make_person(), make_organisation(), now_ms=clock.now_ms)
    client = Browser(clock, person).client
    costs = []
    for _ in range(3):
        world.play(world.open(person, make_edition()), 30)
        costs.append(queries(lambda: client.get(HOURS)))
    assert len(set(costs)) == 1


@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=6), st.data())
def test_total_is_the_sum_of_the_ledger_after_any_reversals(
    clock: Clock, person: User, amounts: list[int], data: st.DataObject
) -> None:
    from django.db import transaction

    with transaction.atomic():
        posted = [
            ledger.post(**entry_facts(person, source_key=f"{person.pk}-{number}", seconds=seconds))
            for number, seconds in enumerate(amounts)
        ]
        back = [entry for entry in posted if data.draw(st.booleans())]
        for entry in back:
            ledger.reverse(entry=entry, reason="更正", by=None, at=from_ms(clock.now_ms))
        expected = sum(amounts) - sum(entry.seconds for entry in back)
        assert scheme_progress(person, FOUNDING_SCHEME, dt.date(2026, 5, 20)).counted_seconds == expected
        assert total(person) == expected
        transaction.set_rollback(True)
