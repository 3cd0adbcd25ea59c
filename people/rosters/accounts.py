"""Whether a row's person has an account already, and what the row would do to it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from ..enums import RowFault, RowWarning
from .findings import Entry


@dataclass(frozen=True)
class Account:
    """What judging needs of a person. `is_in_use`: signed in once, has a password, or holds a role in the admin."""

    id: uuid.UUID
    name: str
    phone: str
    has_id_number: bool
    is_active: bool
    is_in_use: bool
    is_placed: bool
    is_inside: bool
    places: frozenset[int]


@dataclass(frozen=True)
class Accounts:
    """The accounts that a batch of rows may mean, by ID number and by mobile phone number."""

    by_number: Mapping[str, Account]
    by_phone: Mapping[str, Account]


def judge_account(entry: Entry, place: int | None, accounts: Accounts) -> Account | None:
    """The account meant, or None for a new person; what stands against it is added to the entry's findings.

    The same ID number is the same person. Without one, the same name with the same mobile phone number is.
    """
    by_number = accounts.by_number.get(entry.id_number) if entry.id_number else None
    by_phone = accounts.by_phone.get(entry.phone) if entry.phone else None
    if by_phone and by_phone != by_number and (by_number or by_phone.name != entry.name):
        entry.find(RowFault.PHONE_TAKEN)
        return None
    account = by_number or by_phone
    if account is None:
        return None
    if not by_number and entry.id_number and account.has_id_number:
        entry.find(RowFault.ID_DIFFERS)
    elif not account.is_active:
        entry.find(RowFault.PERSON_DISABLED)
    elif account.is_placed and not account.is_inside:
        entry.find(RowFault.PERSON_OUTSIDE)
    else:
        _ask(entry, place, account)
    return account


def may_change_phone(account: Account) -> bool:
    """Whoever sets or changes the number of an account can sign in to it: so never one that is in use."""
    return not account.is_in_use


def _ask(entry: Entry, place: int | None, account: Account) -> None:
    if entry.name and account.name != entry.name:
        entry.find(RowWarning.NAME_DIFFERS)
    if entry.phone and account.phone != entry.phone and not may_change_phone(account):
        entry.find(RowWarning.PHONE_KEPT)
    if place is not None and account.places and place not in account.places:
        entry.find(RowWarning.WORKS_ELSEWHERE)


def find_repeated(entries: list[Entry]) -> None:
    """The second of two rows with one ID number or one mobile phone number is refused."""
    numbers: dict[str, Entry] = {}
    phones: dict[str, Entry] = {}
    for entry in entries:
        first = numbers.setdefault(entry.id_number, entry) if entry.id_number else entry
        other = phones.setdefault(entry.phone, entry) if entry.phone else entry
        if first is not entry:
            entry.find(RowFault.ID_TWICE, line=str(first.line))
        elif other is not entry:
            entry.find(RowFault.PHONE_TWICE, line=str(other.line))
