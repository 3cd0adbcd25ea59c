"""The accounts that the rows of a roster may mean."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.contrib.auth.hashers import is_password_usable
from django.db.models import Q

from ..enums import STAFF_ROLES, Role
from ..models import Membership, User
from ..querysets import in_force
from ..rosters.accounts import Account, Accounts
from ..sealing import index_candidates

BATCH = 400


FIELDS = (
    *("pk", "real_name", "phone", "id_number_index", "is_active", "is_superuser"),
    *("last_login", "claimed_at", "password"),
)


class Held(NamedTuple):
    """A membership in force or to come; `path` is the organisation's."""

    role: str
    path: str
    organisation: int
    ends_on: dt.date | None


def known_accounts(
    numbers: Iterable[str], phones: Iterable[str], *, reach: Sequence[str] | None, on: dt.date
) -> Accounts:
    """Accounts with one of these ID numbers or mobile phone numbers; three queries for 400 of them."""
    asked = {candidate: number for number in numbers if number for candidate in index_candidates(number)}
    found: dict[uuid.UUID, dict[str, Any]] = {}
    for field, values in (("id_number_index__in", asked), ("phone__in", {phone for phone in phones if phone})):
        for batch in batches(values):
            found.update({row["pk"]: row for row in User.objects.filter(**{field: batch}).values(*FIELDS)})
    held = _held_roles(found, on)
    accounts = {pk: _account(row, held[pk], reach) for pk, row in found.items()}
    by_number = {
        asked[row["id_number_index"]]: accounts[pk] for pk, row in found.items() if row["id_number_index"] in asked
    }
    return Accounts(by_number, {account.phone: account for account in accounts.values() if account.phone})


def batches(values: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch


def _held_roles(people: Iterable[uuid.UUID], on: dt.date) -> dict[uuid.UUID, list[Held]]:
    held: dict[uuid.UUID, list[Held]] = defaultdict(list)
    for batch in batches(people):
        rows = Membership.objects.filter(in_force(on) | Q(ends_on=None), person__in=batch)
        for person, *facts in rows.values_list("person", "role", "organisation__path", "organisation", "ends_on"):
            held[person].append(Held(*facts))
    return held


def _account(row: dict[str, Any], held: list[Held], reach: Sequence[str] | None) -> Account:
    has_password = bool(row["password"]) and is_password_usable(row["password"])
    is_staff = row["is_superuser"] or any(membership.role in STAFF_ROLES for membership in held)
    return Account(
        id=row["pk"],
        name=row["real_name"],
        phone=row["phone"],
        has_id_number=bool(row["id_number_index"]),
        is_active=row["is_active"],
        is_in_use=bool(row["last_login"] or row["claimed_at"] or has_password or is_staff),
        # Whoever runs the whole system belongs to nobody's people, whatever roles he or she holds.
        is_placed=bool(held) or row["is_superuser"],
        is_inside=reach is None
        or (not row["is_superuser"] and any(membership.path.startswith(tuple(reach)) for membership in held)),
        places=frozenset(
            membership.organisation
            for membership in held
            if membership.role == Role.LEARNER and membership.ends_on is None
        ),
    )
