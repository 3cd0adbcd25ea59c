"""What the two say of a supervision meeting: each side once, confirmed or declined."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..enums.supervision import SupervisionAnswer, SupervisionSide
from ..errors import MeetingAnswered, MeetingReplaced, NotAllowed, ReasonMissing
from ..models import SupervisionConfirmation, SupervisionPair, SupervisionSession, User

SHORTEST_REASON = 4


@transaction.atomic
def confirm_meeting(*, meeting: SupervisionSession, by: User, at: dt.datetime) -> None:
    """Say for one's side that it took place as written; repeated it changes nothing."""
    side = side_of(meeting.pair, by)
    if meeting.answers.filter(side=side, answer=SupervisionAnswer.CONFIRMED).exists():
        return
    _refuse_if_replaced(meeting)
    answer_meeting(meeting, side, SupervisionAnswer.CONFIRMED, by=by, at=at)
    record_action("people.confirm_supervision", meeting, by, at)


@transaction.atomic
def decline_meeting(*, meeting: SupervisionSession, reason: str, by: User, at: dt.datetime) -> None:
    """Say for one's side that it did not take place like this; the reason is shown to the other one."""
    side = side_of(meeting.pair, by)
    _refuse_if_replaced(meeting)
    reason = " ".join(reason.split())[:200]
    if len(reason) < SHORTEST_REASON:
        sentence = str(_("Write what is not right, so that the other side can correct it."))
        raise ReasonMissing(sentence, fields={"reason": sentence})
    answer_meeting(meeting, side, SupervisionAnswer.DECLINED, by=by, at=at, reason=reason)
    record_action("people.decline_supervision", meeting, by, at)


def _refuse_if_replaced(meeting: SupervisionSession) -> None:
    if SupervisionSession.objects.filter(replaces=meeting).exists():
        raise MeetingReplaced(_("There is a newer entry of this meeting. Answer that one."))


def side_of(pair: SupervisionPair, by: User) -> SupervisionSide:
    """As which of the two `by` acts; NotAllowed for anybody else."""
    side = rules.side_of(by, pair)
    if side is None:
        raise NotAllowed(_("Only the supervisor and the supervised person can do this."))
    return side


def answer_meeting(
    meeting: SupervisionSession,
    side: SupervisionSide,
    answer: SupervisionAnswer,
    *,
    by: User,
    at: dt.datetime,
    reason: str = "",
) -> None:
    """The answer of one side; the database keeps it to one."""
    try:
        with transaction.atomic():
            SupervisionConfirmation.objects.create(
                session=meeting, side=side, answer=answer, reason=reason, by=by, at=at
            )
    except IntegrityError:
        sentence = _("You have answered already. If the meeting is wrong, enter a correction.")
        raise MeetingAnswered(sentence) from None


def record_action(action: str, meeting: SupervisionSession, by: User, at: dt.datetime) -> None:
    """A row of the log, at the supervised person."""
    facts = {"meeting": meeting.pk, "pair": meeting.pair_id, "minutes": meeting.minutes}
    log(meeting.pair.supervisee, action, user=by, timestamp=at, data=facts)
