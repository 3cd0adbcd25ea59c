"""What a row changes about somebody who is known."""

from __future__ import annotations

from ...models import Membership, User
from ...rosters.accounts import Account, may_change_phone
from ...rosters.findings import Entry
from ...sealing import blind_index, seal
from .removing import in_use

MEMBERSHIP_FIELDS = ("worker_category", "post", "starts_on")


def set_id_number(person: User, number: str) -> None:
    person.id_number_sealed, person.id_number_index = seal(number, owner=person.pk), blind_index(number)


def change_person(person: User, entry: Entry, account: Account) -> dict[str, list[str]]:
    """What the row changes about the person, as field to (before, after)."""
    changes: dict[str, list[str]] = {}
    if entry.name != person.real_name:
        changes["real_name"] = [person.real_name, entry.name]
        person.real_name = entry.name
    # Asked again of the locked row: the person may have claimed the account since it was judged.
    if entry.phone != person.phone and may_change_phone(account) and not in_use([person]):
        changes["phone"] = [person.phone, entry.phone]
        person.phone = entry.phone
    if entry.id_number and not person.id_number_index:
        set_id_number(person, entry.id_number)
        changes["id_number"] = ["", person.id_number_index]
    return changes


def change_membership(membership: Membership, entry: Entry) -> dict[str, list[str]]:
    given = {"worker_category": entry.category, "post": entry.post, "starts_on": entry.starts_on}
    changes: dict[str, list[str]] = {}
    for field in MEMBERSHIP_FIELDS:
        before, after = getattr(membership, field), given[field]
        if after and after != before:
            changes[field] = [str(before), str(after)]
            setattr(membership, field, after)
    return changes
