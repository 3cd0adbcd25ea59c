"""The four accounts for trying the product, with their roles."""

from __future__ import annotations

import datetime as dt
from typing import Any

from people.models import Organisation, User
from people.selectors import find_place
from people.services.identity import set_id_number
from people.services.roles import grant_role

from .id_numbers import make_id_number
from .ids import fixed_id
from .words import words

PASSWORD = "bainian-demo"  # noqa: S105  (the contract's; exists in demonstration data only)


def account_facts() -> list[dict[str, Any]]:
    return list(words("accounts")["accounts"])


def id_number_of(facts: dict[str, Any]) -> str:
    return make_id_number(facts["born"], facts["sequence"])


def account(username: str) -> User:
    return User.objects.get(username=username)


def make_accounts(*, at: dt.datetime) -> int:
    """The accounts without roles, because places come later; answers how many are new."""
    made = 0
    for facts in account_facts():
        if User.objects.filter(username=facts["username"]).exists():
            continue
        is_superuser = facts["username"] == "admin"
        User.objects.create_user(
            facts["username"],
            PASSWORD,
            id=fixed_id("account", facts["username"]),
            real_name=facts["name"],
            is_superuser=is_superuser,
            is_staff=is_superuser,
            date_joined=at,
        )
        made += 1
    return made


def complete_accounts(*, at: dt.datetime) -> int:
    """Roles and ID numbers; answers how many accounts changed."""
    changed = 0
    for facts in account_facts():
        person = account(facts["username"])
        if person.memberships.exists():
            continue
        grant_role(
            person=person,
            organisation=_place_of(facts, at),
            role=facts["role"],
            starts_on=facts["since"],
            worker_category=facts["worker_category"],
            post=facts["post"],
            by=None,
            at=at,
        )
        set_id_number(person=person, id_number=id_number_of(facts), by=None, at=at)
        changed += 1
    return changed


def _place_of(facts: dict[str, Any], at: dt.datetime) -> Organisation:
    place = find_place(facts["place"], on=at.date())
    if place is None:
        raise LookupError(facts["place"])
    if "community" in facts:
        place = place.get_children().get(name=facts["community"])
    return place
