"""Online study as an honest learner does it, through the product's own services and at instants of the past."""

from __future__ import annotations

import datetime as dt

from attendance.intervals import Intervals
from attendance.models import PresenceCheck, StudySession
from attendance.services.checks import answer_check
from attendance.services.quiz import hand_in_quiz
from attendance.services.study import close_session, open_session, record_beat
from courses.grading import Answers
from courses.models import LessonEdition
from people.models import User

from .ids import fixed_id

OFTEN, SELDOM = 15, 40  # seconds between beats: as the player sends them, and as a poor network lets them through
ANSWERS_AFTER = dt.timedelta(seconds=4)
QUIZ_TAKES = dt.timedelta(minutes=2)


def whole(edition: LessonEdition) -> Intervals:
    """All of a lesson: the recording, then the text at the pace of the reading-time model."""
    return [(0, edition.media_ms + edition.reading_ms)]


def study(
    *,
    learner: User,
    edition: LessonEdition,
    spans: Intervals,
    at: dt.datetime,
    beat_seconds: int = OFTEN,
    with_quiz: bool = True,
) -> dt.datetime:
    """Study `spans` at normal speed from `at` on, answer every check, hand in the quiz; answers when it ended."""
    nonce = str(fixed_id("sitting", learner.pk, edition.pk, at.isoformat()))
    session = open_session(
        edition=edition, device="demonstration", nonce=nonce, signed_in_at=at, by=learner, at=at
    ).session
    for seq, (start, end) in enumerate(pieces(spans, beat_seconds * 1000)):
        at += dt.timedelta(milliseconds=end - start)
        _beat(session, seq, [(start, end)], learner, at)
    if with_quiz:
        at += QUIZ_TAKES
        hand_in_quiz(edition=edition, answers=_right_answers(edition), by=learner, at=at)
    close_session(session=session, by=learner, at=at)
    return at


def pieces(spans: Intervals, most_ms: int) -> Intervals:
    """What each beat reports: the spans cut into parts of at most `most_ms`."""
    return [(cut, min(end, cut + most_ms)) for start, end in spans for cut in range(start, end, most_ms)]


def _beat(session: StudySession, seq: int, ranges: Intervals, learner: User, at: dt.datetime) -> None:
    answer = record_beat(session=session, seq=seq, ranges=ranges, mode="live", by=learner, at=at)
    if answer["check"]:
        check = PresenceCheck.objects.get(pk=answer["check"]["id"])
        answer_check(session=session, check_id=check.pk, answer=check.correct, by=learner, at=at + ANSWERS_AFTER)


def _right_answers(edition: LessonEdition) -> Answers:
    questions = (edition.quiz or {"questions": []})["questions"]
    return {question["id"]: list(question["correct"]) for question in questions}
