"""The people of the roster, written in bulk: the time grows with their number and with nothing else."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from people.enums import CodeSystem, Role
from people.models import Membership, OrganisationCode, User
from people.sealing import blind_index, seal

from .ids import fixed_id
from .places import Gazetteer
from .progress import Progress
from .roster import Entry

BATCH = 1000


@dataclass(frozen=True)
class Person:
    """One roster row with its account's identifier, its unit's code and the city's."""

    entry: Entry
    pk: uuid.UUID
    unit: str
    city: str

    @property
    def username(self) -> str:
        return f"demo{self.entry.number:05d}"


def people_of(entries: list[Entry], gazetteer: Gazetteer) -> list[Person]:
    found = []
    for entry in entries:
        unit = gazetteer.unit(entry)
        found.append(Person(entry, fixed_id("person", entry.number), unit.row.code, unit.city))
    return found


def make_people(people: list[Person], *, at: dt.datetime, progress: Progress) -> int:
    """Accounts that nobody can sign in to, each a learner in its unit; answers how many are new."""
    there = set(User.objects.filter(username__startswith="demo").values_list("pk", flat=True))
    missing = [person for person in people if person.pk not in there]
    progress.advance(len(people) - len(missing))
    codes = OrganisationCode.objects.filter(system=CodeSystem.DIVISION, valid_to=None)
    units = dict(codes.values_list("code", "organisation_id"))
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        _write(batch, units, at)
        progress.advance(len(batch))
    return len(missing)


@transaction.atomic
def _write(batch: list[Person], units: dict[str, int], at: dt.datetime) -> None:
    User.objects.bulk_create([_account(person, at) for person in batch])
    Membership.objects.bulk_create(
        [
            Membership(
                person_id=person.pk,
                organisation_id=units[person.unit],
                role=Role.LEARNER,
                worker_category=person.entry.worker_category,
                post=person.entry.post,
                starts_on=person.entry.since,
            )
            for person in batch
        ]
    )


def _account(person: Person, at: dt.datetime) -> User:
    number = person.entry.id_number
    return User(
        id=person.pk,
        username=person.username,
        password=make_password(None),
        real_name=person.entry.name,
        phone=person.entry.phone,
        id_number_sealed=seal(number, owner=person.pk),
        id_number_index=blind_index(number),
        date_joined=at,
    )
