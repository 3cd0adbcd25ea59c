"""What the pages of an exam show of an attempt under way: never anything of a key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from courses.exams import answering, timing
from courses.exams.fields import Asked, asked
from courses.models import ExamAnswer, ExamAttempt, PaperQuestion
from courses.questions.showing import for_learner


@dataclass(frozen=True)
class Place:
    """A question in the map: `state` is "answered", "partly" or "open"."""

    position: int
    state: str
    is_flagged: bool
    is_here: bool = False


@dataclass(frozen=True)
class QuestionPage:
    """One question with the way to the others. `seq` is the number of the stored answer."""

    attempt: ExamAttempt
    position: int
    total: int
    question: Asked
    is_flagged: bool
    seq: int
    saved_at: dt.datetime | None
    map: list[Place]
    seconds_left: int

    @property
    def minutes_left(self) -> int:
        """Begun minutes, so that it never says there is none while there is one."""
        return -(-self.seconds_left // 60)

    @property
    def answered(self) -> int:
        return sum(1 for place in self.map if place.state == "answered")


def question_page(
    attempt: ExamAttempt, paper: list[PaperQuestion], saved: dict[int, ExamAnswer], position: int, at: dt.datetime
) -> QuestionPage:
    """Raises IndexError for a position that the paper does not have."""
    here = next(one for one in paper if one.position == position)
    version, row = here.version, saved.get(position)
    shown = for_learner(
        version.kind,
        version.stem,
        version.content,
        centipoints=here.centipoints,
        seed=f"{attempt.seed}:{position}",
        shuffle=attempt.shuffles_options,
    )
    return QuestionPage(
        attempt=attempt,
        position=position,
        total=len(paper),
        question=asked(shown, row.answer if row else None),
        is_flagged=bool(row and row.is_flagged),
        seq=row.seq if row else 0,
        saved_at=row.saved_at if row else None,
        map=places(paper, saved, position),
        seconds_left=timing.seconds_left(attempt.ends_at, at),
    )


def places(paper: list[PaperQuestion], saved: dict[int, ExamAnswer], here: int = 0) -> list[Place]:
    return [
        Place(one.position, _state(one, saved.get(one.position)), _flag(saved.get(one.position)), one.position == here)
        for one in paper
    ]


def _flag(row: ExamAnswer | None) -> bool:
    return bool(row and row.is_flagged)


def _state(asked_question: PaperQuestion, row: ExamAnswer | None) -> str:
    if row is None or row.answer is None:
        return "open"
    version = asked_question.version
    return "answered" if answering.is_whole(version.kind, version.content, row.answer) else "partly"
