"""The supervision log: one side enters a meeting, which counts once the other one has confirmed it as well."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums.supervision import SupervisionAnswer, SupervisionMode
from ..errors import MeetingOutOfRange, MeetingReplaced, NotAllowed
from ..models import SupervisionPair, SupervisionSession, User
from ..models.supervision import MOST_MINUTES
from .supervision_answers import answer_meeting, record_action, side_of

LONGEST_AGO = dt.timedelta(days=366)


@transaction.atomic
def record_meeting(
    *,
    pair: SupervisionPair,
    held_on: dt.date,
    minutes: int,
    mode: SupervisionMode | str,
    topic: str,
    nonce: uuid.UUID,
    by: User,
    at: dt.datetime,
    replaces: SupervisionSession | None = None,
) -> SupervisionSession:
    """Enter a meeting, which confirms it for one's own side. The same `nonce` again answers the same meeting."""
    side = side_of(pair, by)
    if (known := SupervisionSession.objects.filter(nonce=nonce, pair=pair).first()) is not None:
        return known
    # The pair's meetings are written one after another: the minutes of a day are added up.
    SupervisionPair.objects.select_for_update().get(pk=pair.pk)
    facts: dict[str, Any] = {"held_on": held_on, "minutes": minutes, "topic": " ".join(topic.split())[:120]}
    _check(pair, **facts, replaces=replaces, today=timezone.localdate(at))
    try:
        with transaction.atomic():
            meeting = SupervisionSession.objects.create(
                pair=pair,
                mode=SupervisionMode(mode),
                nonce=nonce,
                replaces=replaces,
                entered_by=by,
                entered_at=at,
                **facts,
            )
    except IntegrityError:
        raise MeetingReplaced(_("This meeting has been corrected already. Correct the newer entry.")) from None
    answer_meeting(meeting, side, SupervisionAnswer.CONFIRMED, by=by, at=at)
    record_action("people.record_supervision", meeting, by, at)
    return meeting


def _check(
    pair: SupervisionPair,
    *,
    held_on: dt.date,
    minutes: int,
    topic: str,
    replaces: SupervisionSession | None,
    today: dt.date,
) -> None:
    """Raises MeetingOutOfRange, or NotAllowed for a correction of another pair's meeting."""
    if replaces is not None and replaces.pair_id != pair.pk:
        raise NotAllowed(_("Only the supervisor and the supervised person can do this."))
    if not topic:
        raise _wrong("topic", str(_("Write in a few words what it was about.")))
    if not today - LONGEST_AGO <= held_on <= today:
        raise _wrong("held_on", str(_("The day lies in the future or more than a year ago.")))
    if held_on < pair.starts_on or (pair.ends_on is not None and held_on > pair.ends_on):
        raise _wrong("held_on", str(_("On this day there was no supervision between the two of you.")))
    same_day = pair.sessions.filter(held_on=held_on, replaced_by=None).exclude(
        answers__answer=SupervisionAnswer.DECLINED
    )
    if replaces is not None:
        same_day = same_day.exclude(pk=replaces.pk)
    taken = same_day.aggregate(total=Sum("minutes"))["total"] or 0
    if not 1 <= minutes <= MOST_MINUTES - taken:
        sentence = str(_("On one day 1 to %(most)d minutes can be entered for the two of you."))
        raise _wrong("minutes", sentence % {"most": MOST_MINUTES})


def _wrong(field: str, sentence: str) -> MeetingOutOfRange:
    return MeetingOutOfRange(sentence, fields={field: sentence})
