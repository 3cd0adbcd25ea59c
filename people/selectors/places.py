"""What pages and other apps read about places and accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from ..divisions import short_code
from ..enums import CodeSystem
from ..errors import Malformed
from ..models import Organisation, OrganisationCode, User
from ..phones import parse_phone


@dataclass(frozen=True)
class Crumb:
    """One step on the way down to an organisation; `kind` is an `OrganisationKind` value."""

    id: int
    name: str
    kind: str


def find_place(code: str, *, on: dt.date) -> Organisation | None:
    """Who held a division code on a civil date, an abolished one too; twelve-digit writing is accepted."""
    held = OrganisationCode.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        system=CodeSystem.DIVISION,
        code=short_code(code),
        valid_from__lte=on,
    ).select_related("organisation")
    found = held.first()
    return found.organisation if found else None


def breadcrumbs(organisation: Organisation) -> tuple[Crumb, ...]:
    """From the province down to the organisation itself; one query."""
    way = [*organisation.get_ancestors(), organisation]
    return tuple(Crumb(place.pk, place.name, place.kind) for place in way)


def username_of(login: str) -> str:
    """The account meant by what was typed at sign-in: an account name first, else a mobile phone number.

    What fits neither comes back as it is, so that a caller treats known and unknown alike.
    """
    try:
        phone = parse_phone(login)
    except Malformed:
        return login
    fitting = User.objects.filter(Q(username=login) | Q(phone=phone)).values_list("username", flat=True)
    names = set(fitting)
    return login if login in names or not names else str(names.pop())
