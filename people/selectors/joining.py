"""Choosing an organisation to join, and where one's request stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..enums import JoinState
from ..models import JoinRequest, Organisation, User

MOST_FOUND = 20
MOST_BELOW = 300
SHORTEST_SEARCH = 2


@dataclass(frozen=True)
class Choice:
    """An organisation on offer; `above` are the names of those it lies in, `below` how many lie directly in it."""

    id: int
    name: str
    kind: str
    above: str
    below: int


def choices_below(place: Organisation | None, *, on: dt.date) -> list[Choice]:
    """One step down the tree, in its order, whatever the kinds: a level may be missing. One query."""
    below = place.get_children() if place else Organisation.get_root_nodes()
    return _choices(below.active_on(on)[:MOST_BELOW], {})


def choices_named(text: str, *, on: dt.date) -> list[Choice]:
    """Organisations whose name holds `text`; nothing for a single character. Two queries."""
    if len(text) < SHORTEST_SEARCH:
        return []
    named = Organisation.objects.active_on(on).filter(name__icontains=text)
    found = list(named.order_by("depth", "path")[:MOST_FOUND])
    step = Organisation.steplen
    paths = {one.path[:end] for one in found for end in range(step, len(one.path), step)}
    names = dict(Organisation.objects.filter(path__in=paths).values_list("path", "name"))
    return _choices(found, names)


def organisation_to_join(pk: str, *, on: dt.date) -> Organisation | None:
    """By its number as typed in an address; nothing for anything else, nor for one that is closed."""
    is_number = pk.isascii() and pk.isdecimal() and len(pk) < 12
    return Organisation.objects.active_on(on).filter(pk=int(pk)).first() if is_number else None


def last_request(person: User) -> JoinRequest | None:
    """The open one, else the one decided last."""
    return person.join_requests.select_related("organisation").order_by("-asked_at", "-pk").first()


def is_waiting(person: User, *, on: dt.date) -> bool:
    """Somebody who opened the account without HR and whom no organisation has taken in."""
    is_self_registered = person.join_requests.exclude(state=JoinState.APPROVED).exists()
    return is_self_registered and not person.memberships.in_force(on).exists()


def _choices(places: Sequence[Organisation], names: dict[str, str]) -> list[Choice]:
    step = Organisation.steplen
    return [
        Choice(
            id=one.pk,
            name=one.name,
            kind=one.get_kind_display(),
            above=" › ".join(
                names[one.path[:end]] for end in range(step, len(one.path), step) if one.path[:end] in names
            ),
            below=one.numchild,
        )
        for one in places
    ]
