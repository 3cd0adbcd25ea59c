"""Online study for tests: an honest learner at normal speed, through the product's own services."""

from __future__ import annotations

import datetime as dt
import uuid

from attendance.models import PresenceCheck
from attendance.services.checks import answer_check
from attendance.services.quiz import hand_in_quiz
from attendance.services.study import open_session, record_beat
from courses.models import LessonEdition
from people.models import User
from tests.factories.courses import right_answers

BEAT_MS = 15_000


def study(
    learner: User,
    edition: LessonEdition,
    *,
    at: dt.datetime,
    until_ms: int | None = None,
    with_quiz: bool = True,
) -> dt.datetime:
    """Study from the beginning to `until_ms`, by default all; answer every check, pass the quiz. Gives when it ended.

    `at` lies in the past by at least the length of the lesson, and never before an earlier call of this learner.
    """
    end = edition.media_ms + edition.reading_ms if until_ms is None else until_ms
    opened = open_session(
        edition=edition, device="test", nonce=uuid.uuid4().hex, signed_in_at=at, by=learner, at=at
    ).session
    for seq, start in enumerate(range(0, end, BEAT_MS)):
        stop = min(end, start + BEAT_MS)
        at += dt.timedelta(milliseconds=stop - start)
        answer = record_beat(session=opened, seq=seq, ranges=[(start, stop)], mode="live", by=learner, at=at)
        if answer["check"]:
            check = PresenceCheck.objects.get(pk=answer["check"]["id"])
            answer_check(session=opened, check_id=check.pk, answer=check.correct, by=learner, at=at)
    if with_quiz and edition.quiz is not None and until_ms is None:
        hand_in_quiz(edition=edition, answers=right_answers(edition), by=learner, at=at)
    return at
