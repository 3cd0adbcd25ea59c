"""What pages read about supervisors: their pairs, and how many there are against the target."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from .. import rules
from ..enums import OrganisationKind
from ..enums.supervision import SupervisionSide
from ..models import (
    Organisation,
    SupervisionPair,
    SupervisionSession,
    SupervisorAppointment,
    SupervisorTarget,
    User,
)
from ..querysets import in_force
from .places import find_place


@dataclass(frozen=True)
class SupervisorCount:
    """Supervisors in force below a place, beside the number it is to have (nothing where no rule names one)."""

    place: Organisation
    supervisors: int
    target: SupervisorTarget | None


def pairs_of(person: User, *, on: dt.date) -> tuple[tuple[SupervisionPair, SupervisionSide, User], ...]:
    """With whom somebody may enter meetings: the pairs of today, with the side and the other one."""
    rows = SupervisionPair.objects.filter(in_force(on)).select_related("appointment__person", "supervisee")
    own = rows.filter(appointment__person=person) | rows.filter(supervisee=person)
    return tuple(
        (pair, side, pair.supervisee if side == SupervisionSide.SUPERVISOR else pair.appointment.person)
        for pair in own.order_by("pk")
        if (side := rules.side_of(person, pair)) is not None
    )


def supervisor_counts(user: User, *, on: dt.date) -> tuple[SupervisorCount, ...]:
    """For the province and its cities as far as the user sees them; a person counts once a place."""
    places = list(
        Organisation.objects.managed_by(user).filter(kind__in=[OrganisationKind.PROVINCE, OrganisationKind.CITY])
    )
    held = SupervisorAppointment.objects.visible_to(user).in_force(on).values_list("organisation__path", "person")
    people: dict[str, set[object]] = defaultdict(set)
    for path, person in held:
        for place in places:
            if path.startswith(place.path):
                people[place.path].add(person)
    targets: dict[int, SupervisorTarget] = {}
    for target in SupervisorTarget.objects.on(on).order_by("effective_from"):
        if (found := find_place(target.place_code, on=on)) is not None:
            targets[found.pk] = target
    return tuple(SupervisorCount(place, len(people[place.path]), targets.get(place.pk)) for place in places)


def minutes_by_pair(pairs: Iterable[SupervisionPair]) -> dict[int, int]:
    """Confirmed minutes of each pair; one query."""
    rows = SupervisionSession.objects.counting().filter(pair__in=list(pairs))
    return dict(rows.order_by().values("pair").annotate(total=Sum("minutes")).values_list("pair", "total"))
