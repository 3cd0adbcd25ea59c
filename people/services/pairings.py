"""Areas paired with each other for a time."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..errors import DatesOutOfOrder, NotAllowed, PeriodEnded, PeriodsOverlap, SameOrganisation, TreeCycle
from ..models import AreaPairing, Organisation, User
from .tree import fresh, require_open


@transaction.atomic
def pair_areas(
    *,
    first: Organisation,
    second: Organisation,
    starts_on: dt.date,
    by: User | None,
    at: dt.datetime,
    note: str = "",
) -> AreaPairing:
    """Pair two areas, in whichever order they are named. Refused while they are paired already."""
    _guard(by, first, second)
    _refuse_pair(first, second)
    for one in (first, second):
        require_open(fresh(one), starts_on, field="second")
    low, high = sorted((first, second), key=lambda one: one.pk)
    if AreaPairing.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), first=low, second=high).exists():
        raise _paired()
    try:
        with transaction.atomic():
            pairing = AreaPairing.objects.create(
                first=low, second=high, starts_on=starts_on, note=" ".join(note.split())[:300]
            )
    except IntegrityError:
        raise _paired() from None
    _record("people.pair_areas", pairing, by, at)
    return pairing


@transaction.atomic
def end_pairing(*, pairing: AreaPairing, ends_on: dt.date, by: User | None, at: dt.datetime) -> AreaPairing:
    """End a pairing after a day, which still counts; repeated with the same day it changes nothing."""
    _guard(by, pairing.first, pairing.second)
    if ends_on < pairing.starts_on:
        sentence = str(_("The last day is before the first day."))
        raise DatesOutOfOrder(sentence, fields={"ends_on": sentence})
    changed = AreaPairing.objects.filter(pk=pairing.pk, ends_on=None).update(ends_on=ends_on)
    pairing.refresh_from_db(fields=["ends_on"])
    if changed:
        _record("people.end_pairing", pairing, by, at)
    elif pairing.ends_on != ends_on:
        raise PeriodEnded(_("This pairing has ended already, on another day."))
    return pairing


def _guard(by: User | None, first: Organisation, second: Organisation) -> None:
    if by is not None and not rules.may_pair(by, first, second):
        raise NotAllowed(_("Only who is administrator of both areas may pair them or end it."))


def _refuse_pair(first: Organisation, second: Organisation) -> None:
    if first.pk == second.pk:
        sentence = str(_("An area cannot be paired with itself. Choose another one."))
        raise SameOrganisation(sentence, fields={"second": sentence})
    if first.path.startswith(second.path) or second.path.startswith(first.path):
        sentence = str(_("One of the two lies below the other. Choose two separate areas."))
        raise TreeCycle(sentence, fields={"second": sentence})


def _paired() -> PeriodsOverlap:
    sentence = str(_("These two areas are paired at that time already."))
    return PeriodsOverlap(sentence, fields={"second": sentence})


def _record(action: str, pairing: AreaPairing, by: User | None, at: dt.datetime) -> None:
    facts = {
        "pairing": pairing.pk,
        "first": pairing.first_id,
        "second": pairing.second_id,
        "starts_on": pairing.starts_on,
        "ends_on": pairing.ends_on,
    }
    log(pairing.first, action, user=by, timestamp=at, data=facts)
