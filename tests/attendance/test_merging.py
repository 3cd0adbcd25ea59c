"""Two accounts of one person put together: hours of the union, each second once, every old row as it was (ADR 16)."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

import pytest
from django.db import connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from attendance.clock import from_ms, to_ms
from attendance.errors import AccountMerged, HoursDisagree
from attendance.intervals import Intervals, intersect, length, merge, subtract
from attendance.models import ClassPresence, HourEntry, QuizAttempt, StudyProgress
from attendance.services import checks
from attendance.services.classes import record_presence
from attendance.services.compaction import compact_learner
from attendance.services.merging import REASON, merge_study
from attendance.services.rebuild import examine
from courses.models import Enrolment, LessonEdition
from people.models import User
from people.services.merging import merge_people
from tests.attendance.invariants import assert_rebuilt, total
from tests.attendance.world import HOUR, MINUTE, SECOND, World, predictable_checks, shanghai
from tests.factories.attendance import make_class, make_edition, make_policy, make_quiz
from tests.factories.certificates import earn
from tests.factories.people import make_organisation, make_person
from tests.harness.template import Database

NOON = shanghai("2025-05-20T12:00:00")
QUICK = {"check_min_seconds": 20, "check_max_seconds": 60, "check_answer_seconds": 30}


def put_together(kept: User, duplicate: User, world: World) -> None:
    with transaction.atomic():
        merge = merge_people(kept=kept, duplicate=duplicate, reason="同一个人的两个账号", by=None, at=world.at)
        merge_study(merge=merge)


def rows_of_ledger() -> dict[int, tuple[Any, ...]]:
    return {row[0]: row for row in HourEntry.objects.values_list()}


@dataclass
class Side:
    """One account before the merge, as its rows say."""

    person: User
    coverage: dict[int, Intervals] = field(default_factory=dict)
    windows: dict[int, Intervals] = field(default_factory=dict)
    pending: Intervals = field(default_factory=list)
    covered: dict[int, Intervals] = field(default_factory=dict)
    finished: set[int] = field(default_factory=set)
    passed: set[int] = field(default_factory=set)
    present: Intervals = field(default_factory=list)
    attended: Intervals = field(default_factory=list)

    @classmethod
    def of(cls, person: User) -> Side:
        side = cls(person)
        for row in StudyProgress.objects.filter(learner=person):
            side.coverage[row.edition_id] = merge(row.coverage)
            side.windows[row.edition_id] = merge(row.windows)
            side.pending = merge(side.pending, row.pending_windows)
            if row.finished_at:
                side.finished.add(row.edition_id)
        passed = QuizAttempt.objects.filter(learner=person, is_passed=True)
        side.passed = set(passed.values_list("edition_id", flat=True))
        for presence in ClassPresence.objects.filter(learner=person).select_related("session"):
            stay = [(to_ms(presence.in_at), to_ms(presence.out_at))]
            segments = [(to_ms(one.starts_at), to_ms(one.ends_at)) for one in presence.session.segments.all()]
            side.present = merge(side.present, stay)
            side.attended = merge(side.attended, intersect(segments, stay))
        return side

    def seconds(self, edition: int) -> int:
        return min(length(self.coverage.get(edition, [])), length(self.windows.get(edition, []))) // 1000

    def studied(self, editions: list[LessonEdition]) -> int:
        """Confirmed seconds, whether posted yet or not; one content once."""
        best: dict[Any, int] = {}
        for one in editions:
            best[one.content_key] = max(best.get(one.content_key, 0), min(self.seconds(one.pk), one.credited_seconds))
        return sum(best.values())


def credit_of_union(kept: Side, other: Side, editions: list[LessonEdition]) -> int:
    """What one person with the evidence of both has earned; computed from the rows, without the product's rules."""
    mine = {key: subtract(windows, other.present) for key, windows in kept.windows.items()}
    taken = merge(*mine.values(), subtract(kept.pending, other.present))
    due: dict[Any, int] = {}
    for edition in editions:
        key = edition.pk
        coverage = merge(kept.coverage.get(key, []), other.coverage.get(key, []))
        theirs = subtract(subtract(other.windows.get(key, []), kept.present), taken)
        union = min(length(coverage), length(merge(mine.get(key, []), theirs))) // 1000
        within = min(union, kept.seconds(key) + other.seconds(key), edition.credited_seconds)
        is_whole = length(coverage) * 100 >= edition.media_ms * edition.coverage_percent
        quiz_done = edition.quiz is None or key in kept.passed | other.passed
        is_due = edition.posts_by_time or key in kept.finished | other.finished or (is_whole and quiz_done)
        due[edition.content_key] = max(due.get(edition.content_key, 0), within if is_due else 0)
    return sum(due.values()) + length(merge(kept.attended, other.attended)) // 1000


# Any evidence on two accounts

plays = st.tuples(
    st.just("play"), st.integers(0, 3), st.integers(0, 3), st.integers(1, 7), st.sampled_from([15, 22, 0])
)
quizzes = st.tuples(st.just("quiz"), st.just(1))
classes = st.tuples(st.just("class"), st.integers(-3, 3), st.integers(1, 4))
together = st.tuples(st.just("same class"), st.integers(0, 2), st.integers(1, 4))
pauses = st.tuples(st.just("wait"), st.integers(1, 20))
lives = st.lists(st.one_of(plays, plays, plays, quizzes, classes, together, pauses), min_size=1, max_size=6)


@dataclass(repr=False)
class Stage:
    world: World
    people: list[User]
    editions: list[LessonEdition]
    shared: Any

    def live(self, person: User, life: list[Any]) -> None:
        """Everybody begins at noon: the two are often busy at the same time."""
        self.world.now_ms = NOON
        self.world.sent.clear()
        for what, *numbers in life:
            if what == "play":
                self.play(person, *numbers)
            elif what == "quiz" and not StudyProgress.objects.filter(learner=person, edition=self.editions[1]).exists():
                continue
            elif what == "quiz":
                self.world.hand_in(person, self.editions[1])
            elif what == "class":
                start = self.world.now_ms + numbers[0] * MINUTE
                self.world.attend(person, start, start + numbers[1] * MINUTE, break_ms=20 * SECOND)
            elif (
                what == "same class" and not ClassPresence.objects.filter(learner=person, session=self.shared).exists()
            ):
                start = NOON + numbers[0] * MINUTE
                stay = {"in_at": from_ms(start), "out_at": from_ms(start + numbers[1] * MINUTE)}
                record_presence(session=self.shared, learner=person, by=self.world.trainer, at=self.world.at, **stay)
            else:
                self.world.wait(numbers[0] * 10 * SECOND)

    def play(self, person: User, which: int, start: int, beats: int, pace: int) -> None:
        """Ahead at normal speed or one and a half times; pace 0: the same quarter of a minute again and again."""
        edition = self.editions[which]
        session = self.world.open(person, edition)
        place = start * 20 * SECOND
        for _ in range(beats):
            self.world.wait(15 * SECOND)
            end = min(place + (pace or 15) * SECOND, edition.duration_ms)
            answer = self.world.beat(session, *([(place, end)] if place < end else []))
            place = end if pace else place
            if answer["check"]:
                self.world.answer(session)


@pytest.fixture
def stage(db: None, monkeypatch: pytest.MonkeyPatch) -> Stage:
    predictable_checks(monkeypatch)
    make_policy(from_ms(shanghai("2025-03-01T00:00:00")), **QUICK)
    first = make_edition(media_ms=60 * SECOND)
    editions = [
        first,
        make_edition(media_ms=80 * SECOND, quiz=make_quiz()),
        make_edition(media_ms=90 * SECOND, content_key=first.content_key),
        make_edition(media_ms=120 * SECOND, posts_by_time=True),
    ]
    world = World(make_person(name="教员"), make_organisation())
    shared = make_class((from_ms(NOON), from_ms(NOON + 5 * MINUTE)), organisation=world.organisation)
    return Stage(world, [make_person(), make_person()], editions, shared)


@given(one=lives, other=lives, seed=st.integers(0, 9), later=st.integers(0, 3))
def test_merged_hours_are_those_of_the_union(stage: Stage, one: Any, other: Any, seed: int, later: int) -> None:
    example = transaction.atomic()
    example.__enter__()
    try:
        stage.world.latest_ms = 0
        cast(Random, checks.chance).seed(seed)
        kept, duplicate = (User.objects.get(pk=person.pk) for person in stage.people)
        stage.live(kept, one)
        stage.live(duplicate, other)
        stage.world.now_ms = max(NOON, stage.world.latest_ms) + HOUR
        before, old = [Side.of(kept), Side.of(duplicate)], rows_of_ledger()
        put_together(kept, duplicate, stage.world)
        assert (total(kept), total(duplicate)) == (credit_of_union(*before, stage.editions), 0)
        most = sum(side.studied(stage.editions) + length(side.attended) // 1000 for side in before)
        assert total(kept) <= most, "more than both accounts had earned"
        assert {key: rows_of_ledger()[key] for key in old} == old, "an old entry was touched"
        for person in (kept, duplicate):
            assert_rebuilt(person)
        stage.play(kept, later, 0, 8, 15)
        assert_rebuilt(kept)
        assert_nothing_twice(kept, duplicate)
    finally:
        transaction.set_rollback(True)
        example.__exit__(None, None, None)


def assert_nothing_twice(kept: User, duplicate: User) -> None:
    rows = list(StudyProgress.objects.filter(learner=kept))
    windows = [tuple(window) for row in rows for window in (*row.windows, *row.pending_windows)]
    assert length(merge(windows)) == sum(b - a for a, b in windows), "the same instant in two lessons"
    present = merge(Side.of(kept).present, Side.of(duplicate).present)
    assert intersect(windows, present) == [], "online study within a class"
    assert total(kept) * 1000 <= length(merge(windows, present)), "more than the clock"


# Single cases


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    predictable_checks(monkeypatch)
    return World(make_person(name="教员"), make_organisation())


@pytest.fixture
def two(world: World) -> tuple[User, User]:
    return make_person(), make_person()


def seconds(person: User) -> list[int]:
    return list(HourEntry.objects.filter(learner=person).order_by("pk").values_list("seconds", flat=True))


def test_lesson_finished_under_both_accounts_counts_once(world: World, two: tuple[User, User]) -> None:
    kept, duplicate = two
    edition = make_edition(media_ms=2 * MINUTE)
    for person in two:
        world.play(world.open(person, edition), 120)
    put_together(kept, duplicate, world)
    assert (seconds(kept), seconds(duplicate)) == ([120], [120, -120])
    assert_nothing_twice(kept, duplicate)


def test_lesson_of_the_other_account_stands_on_its_own_day_and_is_not_earned_again(
    world: World, two: tuple[User, User]
) -> None:
    kept, duplicate = two
    edition = make_edition(media_ms=2 * MINUTE)
    world.play(world.open(duplicate, edition), 120)
    day = HourEntry.objects.get(learner=duplicate).occurred_on
    world.wait(30 * 24 * HOUR)
    put_together(kept, duplicate, world)
    entry = HourEntry.objects.get(learner=kept)
    assert (entry.seconds, entry.occurred_on, entry.explanation["kind"]) == (120, day, "merged")
    world.play(world.open(kept, edition), 120)
    assert seconds(kept) == [120]
    assert Enrolment.objects.filter(learner=kept, course_key=edition.course_key).exists()
    assert_rebuilt(kept)


def test_two_halves_make_a_whole(world: World, two: tuple[User, User]) -> None:
    kept, duplicate = two
    edition = make_edition(media_ms=20 * MINUTE, quiz=make_quiz())
    world.play(world.open(kept, edition), 600)
    world.play(world.open(duplicate, edition), 600, start_ms=10 * MINUTE)
    for person in two:
        world.hand_in(person, edition)
    assert (seconds(kept), seconds(duplicate)) == ([], [])
    put_together(kept, duplicate, world)
    assert seconds(kept) == [1200]
    assert_rebuilt(kept)


def test_same_class_under_both_accounts_counts_the_time_once(world: World, two: tuple[User, User]) -> None:
    kept, duplicate = two
    session = make_class((from_ms(NOON), from_ms(NOON + HOUR)), organisation=world.organisation)
    stays = [(NOON, NOON + 40 * MINUTE), (NOON + 20 * MINUTE, NOON + HOUR)]
    for person, (start, end) in zip(two, stays, strict=True):
        stay = {"in_at": from_ms(start), "out_at": from_ms(end)}
        record_presence(session=session, learner=person, by=world.trainer, at=world.at, **stay)
    assert [seconds(person) for person in two] == [[2400], [2400]]
    put_together(kept, duplicate, world)
    assert (seconds(kept), seconds(duplicate)) == ([2400, 1200], [2400, -2400])
    later = world.attend(kept, NOON + 50 * MINUTE, NOON + 70 * MINUTE)
    assert later is not None
    assert later.seconds == 600
    assert_rebuilt(kept)


def test_class_of_one_account_takes_back_study_of_the_other_at_the_same_time(
    world: World, two: tuple[User, User]
) -> None:
    kept, duplicate = two
    world.play(world.open(kept, make_edition(media_ms=2 * MINUTE)), 120)
    world.attend(duplicate, NOON, NOON + MINUTE)
    put_together(kept, duplicate, world)
    assert seconds(kept) == [120, -120, 60, 60]
    assert_nothing_twice(kept, duplicate)


def test_day_cap_holds_for_both_accounts_together(world: World, two: tuple[User, User]) -> None:
    make_policy(from_ms(NOON - HOUR), day_cap_seconds=300, **QUICK)
    kept, duplicate = two
    for person in two:
        world.play(world.open(person, make_edition(media_ms=4 * MINUTE, posts_by_time=True)), 240)
        world.wait(HOUR)
    paid = [sum(seconds(person)) for person in two]
    assert all(amount > 150 for amount in paid)
    put_together(kept, duplicate, world)
    assert sum(seconds(kept)) <= 300
    assert_rebuilt(kept)


def test_fast_study_is_not_filled_up_by_the_repeats_of_the_other_account(stage: Stage) -> None:
    """One account covers 110 seconds in 75, the other spends 105 seconds on the same quarter of a minute."""
    kept, duplicate = stage.people
    for person, beats, pace in ((kept, 5, 22), (duplicate, 7, 0)):
        stage.play(person, 3, 0, beats, pace)
        stage.world.wait(HOUR)
        stage.play(person, 3, 0, 2, 0)
        stage.world.wait(HOUR)
    before = [Side.of(person) for person in stage.people]
    earned = [side.seconds(stage.editions[3].pk) for side in before]
    union = length(merge(*(side.windows[stage.editions[3].pk] for side in before))) // 1000
    assert union > sum(earned)
    put_together(kept, duplicate, stage.world)
    assert total(kept) == sum(earned)
    assert_rebuilt(kept)


def test_three_accounts_end_in_one(world: World) -> None:
    kept, middle, first = make_person(), make_person(), make_person()
    one, other = make_edition(media_ms=2 * MINUTE), make_edition(media_ms=3 * MINUTE)
    session = make_class((from_ms(NOON), from_ms(NOON + HOUR)), organisation=world.organisation)
    stay = {"in_at": from_ms(NOON), "out_at": from_ms(NOON + HOUR)}
    record_presence(session=session, learner=first, by=world.trainer, at=world.at, **stay)
    world.wait(2 * HOUR)
    world.play(world.open(first, one), 120)
    world.play(world.open(middle, other), 180)
    put_together(middle, first, world)
    put_together(kept, middle, world)
    assert (total(kept), total(middle), total(first)) == (3600 + 120 + 180, 0, 0)
    first.refresh_from_db()
    assert first.merged_into_id == kept.pk
    record = {"session": session, "learner": kept, "by": world.trainer, "at": world.at}
    assert record_presence(**record, **stay) is None
    for person in (kept, middle, first):
        assert_rebuilt(person)


def test_account_that_was_merged_counts_nothing_more(world: World, two: tuple[User, User]) -> None:
    kept, duplicate = two
    edition = make_edition(media_ms=2 * MINUTE, quiz=make_quiz())
    session = world.open(duplicate, edition)
    world.play(session, 30)
    put_together(kept, duplicate, world)
    attempts: list[Any] = [
        lambda: world.beat(session, (30 * SECOND, 45 * SECOND)),
        lambda: world.open(duplicate, edition),
        lambda: world.close(session),
        lambda: world.hand_in(duplicate, edition),
        lambda: world.attend(duplicate, NOON, NOON + HOUR),
    ]
    for attempt in attempts:
        with pytest.raises(AccountMerged), transaction.atomic():
            attempt()
    duplicate.refresh_from_db()
    assert (duplicate.is_active, duplicate.merged_into_id) == (False, kept.pk)
    assert_rebuilt(duplicate)


def test_beats_of_a_merged_account_can_be_compacted(world: World, two: tuple[User, User]) -> None:
    kept, duplicate = two
    world.now_ms = shanghai("2025-01-10T12:00:00")
    world.play(world.open(duplicate, make_edition(media_ms=2 * MINUTE)), 120)
    put_together(kept, duplicate, world)
    world.wait(40 * 24 * HOUR)
    with transaction.atomic():
        assert compact_learner(learner=duplicate, at=world.at) == 1
    for person in two:
        assert_rebuilt(person)


def test_accounts_whose_hours_do_not_agree_are_not_put_together(world: World, two: tuple[User, User]) -> None:
    kept, duplicate = two
    earn(duplicate, 3600)
    with pytest.raises(HoursDisagree), transaction.atomic():
        put_together(kept, duplicate, world)
    assert (total(duplicate), User.objects.get(pk=duplicate.pk).is_active) == (3600, True)


def test_entry_that_still_counts_under_a_merged_account_is_found(world: World, two: tuple[User, User]) -> None:
    kept, duplicate = two
    world.attend(duplicate, NOON, NOON + HOUR)
    put_together(kept, duplicate, world)
    assert HourEntry.objects.get(learner=duplicate, seconds__lt=0).reason == REASON
    earn(duplicate, 3600)
    assert any("still counts" in finding for finding in examine(duplicate).ledger)


def test_study_and_merge_at_the_same_time_lose_nothing(committed_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    predictable_checks(monkeypatch)
    world = World(make_person(name="教员"), make_organisation())
    kept, duplicate = make_person(), make_person()
    edition = make_edition(media_ms=10 * MINUTE, posts_by_time=True)
    session = world.open(duplicate, edition)
    world.play(session, 300)
    refused: list[BaseException] = []
    is_merged = threading.Event()

    def go_on() -> None:
        """Until after the merge, however long it waits for its turn: the beat that follows it must be refused."""
        try:
            for number in range(2_000):
                is_last = is_merged.is_set()
                world.wait(15 * SECOND)
                begun = 300_000 + number % 20 * 15_000
                world.beat(session, (begun, begun + 15_000))
                if is_last:
                    return
                time.sleep(0.01)  # SQLite's lock knows no queue
        except AccountMerged as closed:
            refused.append(closed)
        finally:
            connections.close_all()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        put_together(kept, duplicate, World(world.trainer, world.organisation, now_ms=world.now_ms))
    finally:
        is_merged.set()
        thread.join()
    assert refused
    assert total(duplicate) == 0
    for person in (kept, duplicate):
        with transaction.atomic():
            assert_rebuilt(person)
