"""I5: an honest learner on a bad network earns what the same learner earns on a good one."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from attendance.clock import from_ms
from attendance.errors import TooEarly
from attendance.models import StudySession
from attendance.selectors import pending_seconds
from courses.models import LessonEdition
from people.models import User
from tests.attendance.invariants import assert_invariants, assert_rebuilt, total
from tests.attendance.world import SECOND, World, predictable_checks, shanghai
from tests.factories.attendance import make_edition, make_policy
from tests.factories.people import make_organisation, make_person
from tests.harness.examples import invariant

EPS_SECONDS = 2
BEAT = 15
LESSON = 135
LONGEST_BACK_OFF = 60
IN_FLIGHT = 30
"""Seconds after which a request that was given up arrives no more; a live beat later than that is a gap by rule."""


@dataclass
class Beat:
    seq: int
    ranges: list[tuple[int, int]]
    mode: str


@dataclass
class Player:
    """The page's queue: one request at a time, the same beat again after a failure, offline beats first.

    `faults` tells what happens to each request in turn: it arrives; it is lost; its answer is lost; it arrives
    twice, the second time `later` seconds on; or only then, given up long ago and overtaken by others. When they
    are used up the network is good.
    """

    world: World
    session: StudySession
    percent: int
    faults: list[tuple[str, int]] = field(default_factory=list)
    queue: list[Beat] = field(default_factory=list)
    strays: list[tuple[int, Beat]] = field(default_factory=list)
    failures: int = 0
    not_before: int = 0

    def watch(self) -> None:
        """Play the lesson to its end, second by second, and let the queue drain."""
        second = place = 0
        while place < LESSON * SECOND or self.queue or self.strays:
            second += 1
            self.world.wait(SECOND)
            if second % BEAT == 0 and place < LESSON * SECOND:
                end = min(LESSON * SECOND, place + BEAT * 10 * self.percent)
                self.queue.append(Beat(second, [(place, end)], "offline" if self.failures else "live"))
                place = end
            for stray in [stray for stray in self.strays if stray[0] <= second]:
                self.strays.remove(stray)
                self.receive(stray[1])
            while self.queue and second >= self.not_before:
                self.send(next((beat for beat in self.queue if beat.mode == "offline"), self.queue[0]), second)

    def send(self, beat: Beat, second: int) -> None:
        fault, later = self.faults.pop(0) if self.faults else ("arrives", 0)
        if fault == "twice":
            self.strays.append((second + later, beat))
        elif fault == "late" and second <= beat.seq + IN_FLIGHT:
            self.strays.append((min(second + later, beat.seq + IN_FLIGHT), beat))
        if fault in {"lost", "late", "answer lost"}:
            if fault == "answer lost":
                self.receive(beat)
            self.failures += 1
            self.not_before = second + min(LONGEST_BACK_OFF, 2**self.failures)
            return
        self.failures = 0
        if wait := self.receive(beat):
            self.not_before = second + wait
            return
        self.queue.remove(beat)
        if self.world.open_check(self.session.learner):
            self.world.answer(self.session)

    def receive(self, beat: Beat) -> int:
        """What the server does; the seconds it asks to wait, or 0."""
        try:
            self.world.beat(self.session, *beat.ranges, mode=beat.mode, seq=beat.seq)
        except TooEarly as refusal:
            return int(str(refusal.facts["retry_after"]))
        return 0


@dataclass(frozen=True, repr=False)
class Stage:
    world: World
    lesson: LessonEdition
    person: User
    fault_free: dict[int, int]


def earned(stage: Stage, person: User, percent: int, faults: list[tuple[str, int]]) -> int:
    stage.world.now_ms = shanghai("2025-05-20T09:00:00")
    player = Player(stage.world, stage.world.open(person, stage.lesson), percent, list(faults))
    player.watch()
    return total(person) + pending_seconds(person)


@pytest.fixture
def stage(db: None, monkeypatch: pytest.MonkeyPatch) -> Stage:
    predictable_checks(monkeypatch)
    # Checks other than the one that ends the lesson are out of the way: they ask for presence, not for a network.
    make_policy(
        from_ms(shanghai("2025-03-01T00:00:00")),
        check_min_seconds=7200,
        check_max_seconds=7200,
        check_answer_seconds=600,
    )
    world = World(make_person(), make_organisation())
    made = Stage(world, make_edition(media_ms=LESSON * SECOND), make_person(), {})
    for percent in (100, 150):
        made.fault_free[percent] = earned(made, make_person(), percent, [])
    assert made.fault_free == {100: 135, 150: 90}
    return made


request_faults = st.lists(
    st.tuples(st.sampled_from(["arrives", "lost", "answer lost", "twice", "late"]), st.integers(0, 120)), max_size=12
)
outages = st.builds(
    lambda before, lost, after: [("arrives", 0)] * before + [("lost", 0)] * lost + after,
    st.integers(0, 10),
    st.integers(1, 9),
    request_faults,
)


@invariant
@given(faults=st.one_of(request_faults, outages))
def test_losses_repetitions_and_delays_change_nothing(stage: Stage, faults: list[tuple[str, int]]) -> None:
    assert abs(on_bad_network(stage, 100, faults) - stage.fault_free[100]) <= EPS_SECONDS


@given(faults=st.one_of(request_faults, outages))
def test_fast_learner_loses_nothing_to_a_bad_network(stage: Stage, faults: list[tuple[str, int]]) -> None:
    """Time until an outage ended may be more than the fast play took: the server saw no more than its clock."""
    seconds = on_bad_network(stage, 150, faults)
    assert stage.fault_free[150] - EPS_SECONDS <= seconds <= LESSON


def on_bad_network(stage: Stage, percent: int, faults: list[tuple[str, int]]) -> int:
    with transaction.atomic():
        seconds = earned(stage, stage.person, percent, faults)
        assert_invariants(stage.person, latest_ms=stage.world.latest_ms)
        assert_rebuilt(stage.person)
        transaction.set_rollback(True)
    return seconds
