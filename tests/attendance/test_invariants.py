"""The invariants of hours.md against the real services: whatever learners and their browsers do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from random import Random
from typing import Any, cast

import pytest
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from attendance.clock import from_ms
from attendance.errors import NoQuiz, OtherPayload, SessionClosed, TooEarly, UnknownLesson
from attendance.models import HourEntry, StudySession
from attendance.services import checks
from attendance.services.compaction import compact_learner
from courses.models import LessonEdition
from people.models import User
from tests.attendance.invariants import OWNED, assert_invariants, assert_rebuilt, stored
from tests.attendance.world import HOUR, MINUTE, SECOND, World, predictable_checks, shanghai
from tests.factories.attendance import make_edition, make_policy, make_quiz
from tests.factories.people import make_organisation, make_person
from tests.harness.examples import INVARIANT
from tests.harness.template import Database

MONTH_MS = 31 * 24 * HOUR
SWEPT_EVERY = 20
TIGHT = {
    "offline_outage_seconds": 120,
    "offline_day_seconds": 240,
    "day_cap_seconds": 600,
    "idle_pause_seconds": 60,
    "session_max_seconds": 900,
    "check_min_seconds": 20,
    "check_max_seconds": 60,
    "check_answer_seconds": 30,
}


@dataclass
class Stage:
    """What every example finds: made once, so that an example is cheap."""

    people: list[User]
    trainer: User
    editions: list[LessonEdition]
    world: Any
    examples: int = 0

    def sweep(self) -> None:
        """PostgreSQL keeps what was rolled back until somebody sweeps, and reads past it."""
        self.examples += 1
        if connection.vendor == "postgresql" and self.examples % SWEPT_EVERY == 0:
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM {', '.join(OWNED)}")


@pytest.fixture
def stage(committed_db: Database) -> Iterator[Stage]:
    """On a database of its own: a thousand examples within one transaction would leave PostgreSQL all their rows.

    SQLite forgets what is rolled back, and goes fastest within one.
    """
    with transaction.atomic() if connection.vendor == "sqlite" else nullcontext():
        yield _staged()


def _staged() -> Stage:
    organisation = make_organisation()
    make_policy(from_ms(shanghai("2025-03-01T00:00:00")), **TIGHT)
    short = make_edition(media_ms=60 * SECOND, title="短课")
    tested = make_edition(media_ms=90 * SECOND, reading_ms=20 * SECOND, quiz=make_quiz())
    reread = make_edition(media_ms=100 * SECOND, lesson_key=tested.lesson_key, quiz=make_quiz())
    elsewhere = make_edition(media_ms=60 * SECOND, content_key=short.content_key, posts_by_time=True)
    trainer = make_person(name="教员")
    return Stage(
        [make_person() for _ in range(3)],
        trainer,
        [short, tested, reread, elsewhere],
        lambda: World(trainer, organisation),
    )


waits = st.one_of(
    st.integers(1, 20).map(lambda seconds: seconds * SECOND),
    st.sampled_from([7, 45 * SECOND, 50 * SECOND, 90 * SECOND, 3 * MINUTE, 11 * MINUTE, 16 * MINUTE, 2 * HOUR]),
    st.sampled_from([-5 * SECOND, -2 * MINUTE, -HOUR]),
)
gaits = st.one_of(st.just(15 * SECOND), st.just(15 * SECOND), waits)
places = st.integers(0, 89).map(lambda second: second * SECOND)
pairs = st.lists(st.tuples(places, places).map(lambda pair: (min(pair), max(pair) + SECOND)), max_size=3)
claims = st.one_of(st.just("honest"), st.just("honest"), st.sampled_from(["again", "everything"]), pairs)
modes = st.sampled_from(["live", "live", "offline"])
beats = st.lists(st.tuples(claims, modes, gaits), min_size=1, max_size=12)
honest_beats = st.integers(1, 8).map(lambda times: [("honest", "live", 15 * SECOND)] * times)
Plan = list[tuple[Any, str, int]]
answering = st.sampled_from(["right", "right", "wrong", "not"])
who = st.integers(0, 2)
which = st.integers(0, 3)
recent = st.sampled_from([0, 0, 0, 1, 2])


class Learning(RuleBasedStateMachine):
    """Learners who open, play, reload, cheat, attend, answer and hand in, in any order on a clock of any gait."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.world: World = stage.world()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.people: list[User] = []
        self.sessions: list[StudySession] = []
        self.ledger: list[tuple[Any, ...]] = []
        self.before = stored()

    @initialize(editions=st.lists(which, min_size=1, max_size=3), near_midnight=st.booleans(), seed=st.integers(0, 9))
    def begin(self, editions: list[int], near_midnight: bool, seed: int) -> None:
        self.people = self.stage.people[: len(editions)]
        if near_midnight:
            self.world.now_ms = shanghai("2025-05-20T23:57:00")
        cast(Random, checks.chance).seed(seed)
        for number, edition in enumerate(editions):
            self.opens_a_lesson(number, edition, "phone")

    def person(self, number: int) -> User:
        return self.people[number % len(self.people)]

    def session(self, number: int) -> StudySession:
        """0 is the newest one; older ones are fenced, or belong to others."""
        return self.sessions[-1 - min(number, len(self.sessions) - 1)]

    # What happens

    @rule(plan=honest_beats, answers=answering)
    def plays(self, plan: Plan, answers: str) -> None:
        self.studies(0, plan, answers)

    @rule(number=recent, plan=beats, answers=answering)
    def cheats_or_plays(self, number: int, plan: Plan, answers: str) -> None:
        self.studies(number, plan, answers)

    def studies(self, number: int, plan: Plan, answers: str) -> None:
        session = self.session(number)
        for claim, mode, ms in plan:
            self.world.wait(ms)
            try:
                self.world.beat(session, *self.ranges(session, claim, ms), mode=mode)
            except (TooEarly, SessionClosed):
                self.nothing_changed()
            self.only_touched(session.learner)
            if answers != "not" and self.world.open_check(session.learner):
                self.world.answer(session, is_right=answers == "right")
                self.only_touched(session.learner)

    def ranges(self, session: StudySession, claim: Any, ms: int) -> list[tuple[int, int]]:
        most = session.edition.duration_ms
        if claim == "everything":
            return [(0, most)]
        if claim in ("honest", "again"):
            session.progress.refresh_from_db(fields=["position_ms"])
            start = session.progress.position_ms % most if claim == "honest" else 0
            return [(start, min(most, start + max(1, min(ms, 45 * SECOND))))]
        return [(a, b) for a, b in claim if b <= most]

    @rule(plan=beats, answers=answering, number=who, edition=which, device=st.sampled_from(["phone", "computer"]))
    def plays_and_opens_another(self, plan: Plan, answers: str, number: int, edition: int, device: str) -> None:
        self.studies(0, plan, answers)
        self.opens_a_lesson(number, edition, device)

    def opens_a_lesson(self, number: int, edition: int, device: str) -> None:
        person = self.person(number)
        self.sessions.append(self.world.open(person, self.stage.editions[edition], device=device))
        self.only_touched(person)
        assert StudySession.objects.filter(learner=person, fenced_at__isnull=True).count() == 1

    @rule(number=recent)
    def opens_again_with_the_same_nonce(self, number: int) -> None:
        known = self.session(number)
        assert self.world.open(known.learner, known.edition, nonce=known.nonce).pk == known.pk
        self.nothing_changed()

    @precondition(lambda self: self.world.sent)
    @rule(number=st.integers(0, 9))
    def sends_accepted_beats_again(self, number: int) -> None:
        for sent in self.world.sent[number:][:3]:
            answer = self.world.beat(sent.session, *sent.ranges, mode=sent.mode, seq=sent.seq)
            assert answer == sent.answer, "I4: another answer"
            self.nothing_changed()

    @precondition(lambda self: self.world.sent)
    @rule()
    def sends_other_content_under_a_known_number(self) -> None:
        sent = self.world.sent[-1]
        with pytest.raises(OtherPayload):
            self.world.beat(sent.session, *sent.ranges, (1, 2), mode=sent.mode, seq=sent.seq)
        self.nothing_changed()

    @rule(number=recent, is_right=st.booleans(), ms=st.sampled_from([0, 5 * SECOND, MINUTE]))
    def answers_a_check(self, number: int, is_right: bool, ms: int) -> None:
        session = self.session(number)
        if self.world.open_check(session.learner):
            self.world.wait(ms)
            self.world.answer(session, is_right=is_right)
            self.only_touched(session.learner)

    @rule(plan=honest_beats, is_right=st.sampled_from([True, True, False]), edition=st.sampled_from([None, 1, 2]))
    def plays_and_hands_in_a_quiz(self, plan: Plan, is_right: bool, edition: int | None) -> None:
        self.studies(0, plan, "right")
        session = self.session(0)
        chosen = session.edition if edition is None else self.stage.editions[edition]
        try:
            self.world.hand_in(session.learner, chosen, is_right=is_right)
        except (UnknownLesson, NoQuiz):
            self.nothing_changed()
        self.only_touched(session.learner)

    @rule(number=recent, plan=beats, answers=answering)
    def plays_and_closes(self, number: int, plan: Plan, answers: str) -> None:
        self.studies(number, plan, answers)
        session = self.session(number)
        self.world.close(session)
        self.only_touched(session.learner)

    @rule(plan=beats, ago=st.integers(0, 90), length=st.integers(1, 200), break_ms=st.sampled_from([0, 20 * SECOND]))
    def plays_while_signed_in_to_a_class(self, plan: Plan, ago: int, length: int, break_ms: int) -> None:
        self.studies(0, plan, "right")
        person = self.session(0).learner
        end = self.world.now_ms - ago * SECOND
        self.world.attend(person, end - length * SECOND, end, break_ms=break_ms)
        self.only_touched(person)

    @rule(number=who, plan=beats, ms=waits)
    def plays_and_signs_in_again(self, number: int, plan: Plan, ms: int) -> None:
        self.studies(0, plan, "wrong")
        self.world.wait(ms)
        self.world.signed_in_ms[self.person(number).pk] = self.world.now_ms

    # What must hold

    def only_touched(self, person: User) -> None:
        """I8 and I7: other learners' rows are as before, and the ledger was only added to."""
        now = stored()
        for other in (now.keys() | self.before.keys()) - {person.pk.hex}:
            assert now.get(other) == self.before.get(other), "I8: another learner's rows changed"
        self.before = now
        ledger = list(HourEntry.objects.order_by("pk").values_list("pk", "seconds", "reverses"))
        assert ledger[: len(self.ledger)] == self.ledger, "I7: an entry changed"
        assert all(seconds > 0 or reverses for _, seconds, reverses in ledger), "I7: less without a reversal"
        self.ledger = ledger

    def nothing_changed(self) -> None:
        assert stored() == self.before

    def teardown(self) -> None:
        try:
            for person in self.people:
                assert_invariants(person, latest_ms=self.world.latest_ms)
                assert_rebuilt(person)
                if compact_learner(learner=person, at=from_ms(self.world.latest_ms + MONTH_MS)):
                    assert_rebuilt(person)
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)
            self.stage.sweep()


@pytest.mark.invariant
def test_hours_keep_their_invariants_whatever_happens(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    predictable_checks(monkeypatch)
    run_state_machine_as_test(lambda: Learning(stage), settings=settings(INVARIANT, stateful_step_count=12))
