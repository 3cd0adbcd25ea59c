"""Learners, lessons and a clock that goes where a test wants; every call goes to the real services."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

import pytest

from attendance.clock import from_ms
from attendance.intervals import Intervals
from attendance.models import HourEntry, PresenceCheck, StudyClock, StudySession
from attendance.services import checks
from attendance.services.classes import record_presence
from attendance.services.quiz import hand_in_quiz
from attendance.services.study import close_session, open_session, record_beat
from courses.models import LessonEdition
from people.models import Organisation, User
from tests.factories.attendance import make_class, right, wrong

SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000


def shanghai(text: str) -> int:
    """Milliseconds of an instant read off a clock in Shanghai."""
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=dt.timezone(dt.timedelta(hours=8))).timestamp()) * 1000


@dataclass(frozen=True)
class Sent:
    """A beat that was accepted, with its answer."""

    session: StudySession
    seq: int
    ranges: Intervals
    mode: str
    answer: dict[str, Any]


@dataclass(repr=False)
class World:
    trainer: User
    organisation: Organisation
    now_ms: int = shanghai("2025-05-20T12:00:00")
    latest_ms: int = 0
    signed_in_ms: dict[uuid.UUID, int] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    nonces: Any = field(default_factory=count)
    seqs: Any = field(default_factory=lambda: count(1))

    @property
    def at(self) -> dt.datetime:
        self.latest_ms = max(self.latest_ms, self.now_ms)
        return from_ms(self.now_ms)

    def wait(self, ms: int) -> None:
        self.now_ms += ms

    def open(self, person: User, edition: LessonEdition, *, device: str = "phone", nonce: str = "") -> StudySession:
        signed_in_at = from_ms(self.signed_in_ms.setdefault(person.pk, self.now_ms))
        nonce = nonce or f"n{next(self.nonces)}"
        opened = open_session(
            edition=edition, device=device, nonce=nonce, signed_in_at=signed_in_at, by=person, at=self.at
        )
        return opened.session

    def beat(
        self, session: StudySession, *ranges: tuple[int, int], mode: str = "live", seq: int | None = None
    ) -> dict[str, Any]:
        seq = next(self.seqs) if seq is None else seq
        answer = record_beat(session=session, seq=seq, ranges=list(ranges), mode=mode, by=session.learner, at=self.at)
        self.sent.append(Sent(session, seq, list(ranges), mode, answer))
        return answer

    def play(self, session: StudySession, seconds: int, *, start_ms: int = 0, step: int = 15) -> dict[str, Any]:
        """Honest play with a beat every `step` seconds; a check that is asked is answered at once, rightly."""
        answer: dict[str, Any] = {}
        for second in range(0, seconds, step):
            length = min(step, seconds - second) * SECOND
            place = start_ms + second * SECOND
            self.wait(length)
            answer = self.beat(session, (place, place + length))
            if answer["check"] is not None:
                self.answer(session)
        return answer

    def open_check(self, person: User) -> PresenceCheck | None:
        clock = StudyClock.objects.select_related("open_check").filter(learner=person).first()
        return clock.open_check if clock else None

    def answer(self, session: StudySession, *, is_right: bool = True) -> bool:
        """Answer the learner's open check; True when it passed."""
        check = self.open_check(session.learner)
        assert check is not None, "no check is open"
        choice = check.correct if is_right else check.correct + 1
        passed, _ = checks.answer_check(
            session=session, check_id=check.pk, answer=choice, by=session.learner, at=self.at
        )
        return passed

    def hand_in(self, person: User, edition: LessonEdition, *, is_right: bool = True) -> bool:
        answers = right(edition) if is_right else wrong(edition)
        _, grade = hand_in_quiz(edition=edition, answers=answers, by=person, at=self.at)
        return grade.is_passed

    def close(self, session: StudySession) -> dict[str, Any]:
        return close_session(session=session, by=session.learner, at=self.at)

    def attend(self, person: User, start_ms: int, end_ms: int, *, break_ms: int = 0, **fields: Any) -> HourEntry | None:
        """A class recorded now, attended from start to end, with a break in the middle."""
        middle = (start_ms + end_ms) // 2
        segments = [(start_ms, middle), (middle + break_ms, end_ms)] if break_ms else [(start_ms, end_ms)]
        session = make_class(
            *[(from_ms(a), from_ms(b)) for a, b in segments if a < b], organisation=self.organisation, **fields
        )
        return record_presence(
            session=session,
            learner=person,
            in_at=from_ms(start_ms),
            out_at=from_ms(end_ms),
            by=self.trainer,
            at=self.at,
        )


def predictable_checks(monkeypatch: pytest.MonkeyPatch, seed: int = 0) -> None:
    """The same questions at the same moments in every run of a test."""
    monkeypatch.setattr(checks, "chance", Random(seed))
