"""What pages and other apps read about supervision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from .. import rules
from ..enums.supervision import SupervisionAnswer, SupervisionSide, SupervisionState
from ..models import (
    SupervisionConfirmation,
    SupervisionSession,
    User,
)


@dataclass(frozen=True)
class ConfirmedMeeting:
    """A meeting that counts, once for each side. `session` is stable: a correction has another one."""

    session: int
    person: User
    side: SupervisionSide
    held_on: dt.date
    minutes: int
    topic: str


@dataclass(frozen=True)
class Meeting:
    """A meeting as one of the two sees it; `answer_due` when it waits for him or her."""

    row: SupervisionSession
    side: SupervisionSide
    other: User
    state: SupervisionState
    answers: tuple[SupervisionConfirmation, ...]
    answer_due: bool

    @property
    def declined(self) -> SupervisionConfirmation | None:
        return next((one for one in self.answers if one.answer == SupervisionAnswer.DECLINED), None)


def confirmed_supervision(*, person: User, starts_on: dt.date, ends_on: dt.date) -> tuple[ConfirmedMeeting, ...]:
    """Meetings of somebody on either side that both have confirmed, by day (both ends included)."""
    rows = SupervisionSession.objects.of(person).counting().filter(held_on__gte=starts_on, held_on__lte=ends_on)
    return tuple(
        ConfirmedMeeting(row.pk, person, side, row.held_on, row.minutes, row.topic)
        for row in rows.select_related("pair__appointment").order_by("held_on", "pk")
        if (side := rules.side_of(person, row.pair)) is not None
    )


def meetings_of(person: User, rows: Iterable[SupervisionSession]) -> tuple[Meeting, ...]:
    """Rows of `meeting_rows` as the person sees them."""
    return tuple(meeting for row in rows if (meeting := meeting_of(person, row)) is not None)


def meeting_rows(person: User) -> QuerySet[SupervisionSession]:
    """Newest first, with all that `meetings_of` looks at."""
    rows = SupervisionSession.objects.of(person).select_related("pair__appointment__person", "pair__supervisee")
    return rows.select_related("replaced_by").prefetch_related("answers", "replaced_by__answers")


def meeting_of(person: User, row: SupervisionSession) -> Meeting | None:
    side = rules.side_of(person, row.pair)
    if side is None:
        return None
    other = row.pair.supervisee if side == SupervisionSide.SUPERVISOR else row.pair.appointment.person
    answers = tuple(row.answers.all())
    state = _state(row, answers)
    is_answered = any(one.side == side for one in answers)
    return Meeting(row, side, other, state, answers, state == SupervisionState.WAITING and not is_answered)


def _state(row: SupervisionSession, answers: tuple[SupervisionConfirmation, ...]) -> SupervisionState:
    newer = getattr(row, "replaced_by", None)
    # What both have confirmed counts until both have confirmed its correction.
    if newer is not None and (_is_confirmed(tuple(newer.answers.all())) or not _is_confirmed(answers)):
        return SupervisionState.CORRECTED
    if any(one.answer == SupervisionAnswer.DECLINED for one in answers):
        return SupervisionState.DECLINED
    return SupervisionState.COUNTS if _is_confirmed(answers) else SupervisionState.WAITING


def _is_confirmed(answers: tuple[SupervisionConfirmation, ...]) -> bool:
    return {one.side for one in answers if one.answer == SupervisionAnswer.CONFIRMED} == set(SupervisionSide)
