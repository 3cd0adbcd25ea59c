"""The hour ledger and what posts to it (hours.md, sections 1, 2 and 4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from attendance.clock import from_ms
from attendance.enums import SourceKind
from attendance.errors import AlreadyRecorded, AlreadyReversed
from attendance.models import ClassPresence, HourEntry, PresenceCheck, StudyProgress
from attendance.selectors import pending_seconds
from attendance.services import ledger
from attendance.services.classes import record_presence
from courses.models import LessonEdition
from people.models import User
from tests.attendance.invariants import assert_invariants, assert_rebuilt, total
from tests.attendance.world import HOUR, MINUTE, SECOND, World, predictable_checks, shanghai
from tests.factories.attendance import make_class, make_edition, make_quiz
from tests.factories.people import make_organisation, make_person

NOON = shanghai("2025-05-20T12:00:00")


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    predictable_checks(monkeypatch)
    return World(make_person(name="教员"), make_organisation())


@pytest.fixture
def person(world: World) -> User:
    return make_person()


def seconds(person: User) -> list[int]:
    """The ledger of one person, oldest first."""
    return list(HourEntry.objects.filter(learner=person).order_by("pk").values_list("seconds", flat=True))


def entry_facts(person: User, **changed: Any) -> dict[str, Any]:
    return {
        "learner": person,
        "seconds": 600,
        "title": "入户走访",
        "category": "practice",
        "service_field": "community",
        "modality": "classroom",
        "occurred_on": dt.date(2025, 5, 20),
        "source_kind": SourceKind.CLASS,
        "source_key": "class-1",
        "rule_version": "class 2025-01-01",
        "explanation": {"kind": "reversal", "entry": 0, "reason": ""},
        "by": None,
        "at": from_ms(NOON),
        **changed,
    }


# Posting and reversing


def test_same_source_posted_again_answers_with_the_first_entry(person: User) -> None:
    first = ledger.post(**entry_facts(person))
    again = ledger.post(**entry_facts(person, seconds=900, at=from_ms(NOON + HOUR)))
    assert again.pk == first.pk
    assert seconds(person) == [600]


def test_reversal_takes_back_exactly_its_entry_and_names_it(person: User) -> None:
    entry = ledger.post(**entry_facts(person))
    reversal = ledger.reverse(entry=entry, reason="录入错误", by=None, at=from_ms(NOON + HOUR))
    assert (reversal.seconds, reversal.reverses, reversal.reason) == (-600, entry, "录入错误")
    assert (reversal.category, reversal.modality, reversal.occurred_on) == ("practice", "classroom", entry.occurred_on)
    assert total(person) == 0


def test_entry_is_reversed_only_once(person: User) -> None:
    entry = ledger.post(**entry_facts(person))
    ledger.reverse(entry=entry, reason="录入错误", by=None, at=from_ms(NOON))
    with pytest.raises(AlreadyReversed):
        ledger.reverse(entry=entry, reason="再来一次", by=None, at=from_ms(NOON))
    assert seconds(person) == [600, -600]


def test_reversal_cannot_be_reversed(person: User) -> None:
    entry = ledger.post(**entry_facts(person))
    reversal = ledger.reverse(entry=entry, reason="录入错误", by=None, at=from_ms(NOON))
    with pytest.raises(AlreadyReversed):
        ledger.reverse(entry=reversal, reason="恢复", by=None, at=from_ms(NOON))
    assert seconds(person) == [600, -600]


# Online study


def test_finished_lesson_is_posted_in_one_entry_with_its_arithmetic(world: World, person: User) -> None:
    edition = make_edition(media_ms=2 * MINUTE)
    world.play(world.open(person, edition), 120)
    entry = HourEntry.objects.get(learner=person)
    assert entry.seconds == 120
    assert entry.occurred_on == dt.date(2025, 5, 20)
    facts = entry.explanation
    assert (facts["coverage_seconds"], facts["wall_seconds"], facts["approved_seconds"]) == (120, 120, 120)
    assert facts["earned_seconds"] - facts["already_posted_seconds"] == entry.seconds


def test_nothing_is_posted_before_the_quiz_is_passed(world: World, person: User) -> None:
    edition = make_edition(media_ms=2 * MINUTE, quiz=make_quiz())
    world.play(world.open(person, edition), 120)
    assert seconds(person) == []
    assert pending_seconds(person) == 120
    assert not world.hand_in(person, edition, is_right=False)
    assert seconds(person) == []
    assert world.hand_in(person, edition)
    assert (seconds(person), pending_seconds(person)) == ([120], 0)


def test_passed_quiz_handed_in_again_proves_no_presence(world: World, person: User) -> None:
    tested, other = make_edition(quiz=make_quiz()), make_edition(posts_by_time=True)
    world.open(person, tested)
    world.hand_in(person, tested)
    world.play(world.open(person, other), 300)
    world.hand_in(person, tested)
    assert seconds(person) == []
    assert not StudyProgress.objects.get(learner=person, edition=other).windows


def test_course_that_posts_by_time_posts_at_every_passed_check(world: World, person: User) -> None:
    edition = make_edition(media_ms=HOUR, posts_by_time=True)
    session = world.open(person, edition)
    world.play(session, 2400)
    posted = seconds(person)
    assert len(posted) >= 2
    assert 0 < sum(posted) < 2400
    assert sum(posted) + pending_seconds(person) == 2400
    assert_invariants(person, latest_ms=world.latest_ms)


def play_fast(world: World, person: User, edition: LessonEdition) -> None:
    """Fifteen minutes of content in ten, at one and a half times."""
    session = world.open(person, edition)
    for number in range(40):
        world.wait(15 * SECOND)
        world.beat(session, (number * 22_500, number * 22_500 + 22_500))
        if world.open_check(person):
            world.answer(session)


def test_played_at_one_and_a_half_a_lesson_earns_two_thirds(world: World, person: User) -> None:
    play_fast(world, person, make_edition(media_ms=15 * MINUTE))
    assert sum(seconds(person)) + pending_seconds(person) == 600


def test_content_watched_again_at_ease_earns_the_rest(world: World, person: User) -> None:
    edition = make_edition(media_ms=15 * MINUTE)
    play_fast(world, person, edition)
    world.play(world.open(person, edition), 300)
    assert sum(seconds(person)) == 900


def test_finished_lesson_is_not_checked_at_every_beat(world: World, person: User) -> None:
    edition = make_edition(media_ms=30 * MINUTE)
    session = world.open(person, edition)
    world.play(session, 1800)
    world.play(session, 300)
    asked = PresenceCheck.objects.filter(session=session)
    assert asked.filter(due_at__gte=from_ms(NOON + 28 * MINUTE)).count() <= 3
    assert sum(seconds(person)) == 1800


# One content, credited once


def test_same_recording_in_two_courses_is_credited_once(world: World, person: User) -> None:
    one = make_edition(media_ms=2 * MINUTE)
    other = make_edition(media_ms=2 * MINUTE, content_key=one.content_key)
    world.play(world.open(person, one), 120)
    world.play(world.open(person, other), 120)
    assert seconds(person) == [120]
    assert {row.posted_seconds for row in StudyProgress.objects.filter(learner=person)} == {120}


def test_longer_edition_of_the_same_content_posts_only_the_difference(world: World, person: User) -> None:
    old = make_edition(media_ms=2 * MINUTE)
    world.play(world.open(person, old), 120)
    new = make_edition(media_ms=3 * MINUTE, lesson_key=old.lesson_key)
    world.play(world.open(person, new), 180)
    assert seconds(person) == [120, 60]
    assert_rebuilt(person)


def test_pending_time_of_one_content_is_shown_once(world: World, person: User) -> None:
    one = make_edition(media_ms=2 * MINUTE, quiz=make_quiz())
    other = make_edition(media_ms=2 * MINUTE, content_key=one.content_key, quiz=make_quiz())
    world.play(world.open(person, one), 120)
    world.play(world.open(person, other), 60)
    assert pending_seconds(person) == 120


# Classes


def present(world: World, person: User, start: int, end: int, *segments: tuple[int, int]) -> HourEntry | None:
    session = make_class(*[(from_ms(a), from_ms(b)) for a, b in segments], organisation=world.organisation)
    return record_presence(
        session=session, learner=person, in_at=from_ms(start), out_at=from_ms(end), by=world.trainer, at=world.at
    )


def test_class_counts_the_time_within_its_segments_without_the_break(world: World, person: User) -> None:
    morning, afternoon = (NOON - 3 * HOUR, NOON), (NOON + HOUR, NOON + 3 * HOUR)
    entry = present(world, person, NOON - 4 * HOUR, NOON + 4 * HOUR, morning, afternoon)
    assert entry is not None
    assert (entry.seconds, entry.source_kind, entry.actor) == (5 * 3600, "class", world.trainer)


def test_coming_late_and_leaving_early_shortens_the_class(world: World, person: User) -> None:
    entry = present(world, person, NOON + 10 * MINUTE, NOON + 50 * MINUTE, (NOON, NOON + HOUR))
    assert entry is not None
    assert entry.seconds == 40 * 60


def test_class_time_is_cut_to_whole_seconds(world: World, person: User) -> None:
    entry = present(world, person, NOON + 1, NOON + 59_999, (NOON, NOON + HOUR))
    assert entry is not None
    assert entry.seconds == 59


def test_presence_during_a_break_only_earns_nothing_but_stays_on_record(world: World, person: User) -> None:
    segments = (NOON - HOUR, NOON), (NOON + HOUR, NOON + 2 * HOUR)
    assert present(world, person, NOON + 5 * MINUTE, NOON + 50 * MINUTE, *segments) is None
    assert ClassPresence.objects.filter(learner=person).count() == 1
    assert_rebuilt(person)


def test_same_class_is_recorded_once_for_a_person(world: World, person: User) -> None:
    session = make_class((from_ms(NOON), from_ms(NOON + HOUR)), organisation=world.organisation)
    facts = {"session": session, "learner": person, "by": world.trainer}
    record_presence(in_at=from_ms(NOON), out_at=from_ms(NOON + HOUR), at=world.at, **facts)
    with pytest.raises(AlreadyRecorded):
        record_presence(in_at=from_ms(NOON), out_at=from_ms(NOON + 2 * HOUR), at=world.at, **facts)
    assert seconds(person) == [3600]


def test_two_classes_at_the_same_time_are_credited_once(world: World, person: User) -> None:
    present(world, person, NOON, NOON + HOUR, (NOON, NOON + HOUR))
    second = present(world, person, NOON + 30 * MINUTE, NOON + 2 * HOUR, (NOON, NOON + 2 * HOUR))
    assert second is not None
    assert seconds(person) == [3600, 3600]
    assert second.explanation["elsewhere_seconds"] == 1800
    assert_rebuilt(person)


def test_class_recorded_late_takes_posted_online_time_back_and_posts_the_rest(world: World, person: User) -> None:
    world.play(world.open(person, make_edition(media_ms=2 * MINUTE)), 120)
    world.wait(HOUR)
    world.attend(person, NOON - HOUR, NOON + 45 * SECOND)
    assert seconds(person) == [120, -120, 75, 3645]
    reversal = HourEntry.objects.get(learner=person, source_kind="reversal")
    assert reversal.reason == "class attendance at the same time"
    assert_invariants(person, latest_ms=world.latest_ms)
    assert_rebuilt(person)


def test_rest_posted_after_a_late_class_keeps_the_day_of_the_study(world: World, person: User) -> None:
    world.play(world.open(person, make_edition(media_ms=2 * MINUTE)), 120)
    world.wait(40 * 24 * HOUR)
    world.attend(person, NOON - HOUR, NOON + 45 * SECOND)
    entries = HourEntry.objects.filter(learner=person, content_key__isnull=False)
    assert {entry.occurred_on for entry in entries} == {dt.date(2025, 5, 20)}


def test_class_recorded_late_leaves_online_time_alone_that_it_does_not_touch(world: World, person: User) -> None:
    world.play(world.open(person, make_edition(media_ms=2 * MINUTE)), 120)
    world.wait(HOUR)
    world.attend(person, NOON - HOUR, NOON)
    assert seconds(person) == [120, 3600]


def test_lesson_taken_back_by_a_class_can_be_earned_again(world: World, person: User) -> None:
    edition = make_edition(media_ms=2 * MINUTE)
    world.play(world.open(person, edition), 120)
    world.attend(person, NOON, NOON + 2 * MINUTE)
    assert total(person, content_key=edition.content_key) == 0
    session = world.open(person, edition)
    world.play(session, 120)
    world.wait(SECOND)
    if world.beat(session)["check"]:
        world.answer(session)
    assert total(person, content_key=edition.content_key) == 120
    assert_invariants(person, latest_ms=world.latest_ms)
    assert_rebuilt(person)


def test_unfinished_twin_does_not_hold_what_the_finished_edition_lost(world: World, person: User) -> None:
    done = make_edition(media_ms=2 * MINUTE)
    world.play(world.open(person, done), 120)
    twin = make_edition(media_ms=10 * MINUTE, content_key=done.content_key, quiz=make_quiz())
    world.play(world.open(person, twin), 300)
    world.attend(person, NOON, NOON + MINUTE)
    assert total(person, content_key=done.content_key) == 60
    assert_invariants(person, latest_ms=world.latest_ms)
    assert_rebuilt(person)
