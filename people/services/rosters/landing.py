"""A chunk of rows as people and memberships: collected in memory, written in a few statements."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from ...enums import OrganisationKind, Role, RosterOutcome, WorkerCategory
from ...models import Membership, RosterImport, RosterRow, User
from ...rosters.accounts import Account
from ...rosters.findings import Entry
from ...rosters.payload import seal_facts
from ..log_rows import log_people
from .changing import MEMBERSHIP_FIELDS, change_membership, change_person, set_id_number
from .levels import held_levels, is_level, record_levels

BY_KIND = {
    OrganisationKind.AGENCY: WorkerCategory.AGENCY,
    OrganisationKind.STATION: WorkerCategory.STATION,
    OrganisationKind.INSTITUTION: WorkerCategory.INSTITUTION,
    OrganisationKind.MASS: WorkerCategory.MASS,
    OrganisationKind.BUREAU: WorkerCategory.OFFICIAL,
    OrganisationKind.CHARITY: WorkerCategory.AGENCY,
}
ID_FIELDS = ("id_number_sealed", "id_number_index")


class Landing:
    """What one chunk writes. `add` is for new people, `meet` for known ones; `write` fills the rows' outcomes in."""

    def __init__(self, roster: RosterImport, at: dt.datetime) -> None:
        self.roster, self.at, self.today = roster, at, timezone.localdate(at)
        self.new: list[tuple[RosterRow, User, Membership]] = []
        self.known: list[tuple[RosterRow, Entry, Account]] = []
        self.joined: list[tuple[RosterRow, Membership]] = []
        self.people: dict[uuid.UUID, User] = {}
        self.memberships: list[Membership] = []
        self.levels: list[tuple[User, str]] = []
        self.log: list[tuple[User, dict[str, Any]]] = []

    def add(self, row: RosterRow, entry: Entry) -> None:
        person = User(
            username=uuid.uuid4().hex,
            password=make_password(None),
            real_name=entry.name,
            phone=entry.phone,
            date_joined=self.at,
        )
        if entry.id_number:
            set_id_number(person, entry.id_number)
        row.outcome, row.person = RosterOutcome.CREATED, person
        if is_level(entry.level):
            self.levels.append((person, entry.level))
        self.new.append((row, person, self._membership(person, row, entry)))

    def meet(self, row: RosterRow, entry: Entry, account: Account) -> None:
        self.known.append((row, entry, account))

    def write(self) -> None:
        self._change_known()
        User.objects.bulk_create([person for _, person, _ in self.new], batch_size=200)
        fresh = [(row, membership) for row, _, membership in self.new] + self.joined
        Membership.objects.bulk_create([membership for _, membership in fresh], batch_size=200)
        for row, membership in fresh:
            row.membership = membership
        User.objects.bulk_update(self.people.values(), ["real_name", "phone", *ID_FIELDS], batch_size=100)
        Membership.objects.bulk_update(self.memberships, list(MEMBERSHIP_FIELDS), batch_size=100)
        record_levels(self.levels, **self._said())
        self._log()

    def _change_known(self) -> None:
        # Locked, in one order: bulk_update below writes whole rows of fields, also those of other writers meanwhile.
        locked = User.objects.select_for_update(no_key=True).order_by("pk")
        people = locked.in_bulk([account.id for *_, account in self.known])
        held = Membership.objects.filter(person__in=people, role=Role.LEARNER, ends_on=None)
        levels = held_levels(people)
        memberships = {(membership.person_id, membership.organisation_id): membership for membership in held}
        for row, entry, account in self.known:
            person = people[account.id]
            changes = change_person(person, entry, account)
            membership = memberships.get((person.pk, row.place_id))
            if changes:
                self.people[person.pk] = person
            if is_level(entry.level) and (person.pk, entry.level) not in levels:
                changes["level"] = ["", entry.level]
                self.levels.append((person, entry.level))
            if membership is None:
                changes["membership"] = ["", "new"]
                self.joined.append((row, self._membership(person, row, entry)))
            elif moved := change_membership(membership, entry):
                changes |= moved
                self.memberships.append(membership)
                row.membership = membership
            self._settle(row, person, changes)

    def _settle(self, row: RosterRow, person: User, changes: dict[str, list[str]]) -> None:
        row.person = person
        row.cells_sealed = ""
        row.outcome = RosterOutcome.CHANGED if changes else RosterOutcome.UNCHANGED
        if changes:
            row.before_sealed = seal_facts(changes, roster=self.roster.pk, number=row.number)
            self.log.append((person, {**self._facts(row), "fields": sorted(changes)}))

    def _membership(self, person: User, row: RosterRow, entry: Entry) -> Membership:
        kind = OrganisationKind(row.place.kind) if row.place else OrganisationKind.COMMUNITY
        return Membership(
            person=person,
            organisation=row.place,
            role=Role.LEARNER,
            worker_category=entry.category or BY_KIND.get(kind, WorkerCategory.COMMUNITY),
            post=entry.post,
            starts_on=entry.starts_on or self.today,
        )

    def _log(self) -> None:
        added = []
        for row, person, _ in self.new:
            row.cells_sealed = ""
            added.append((person, self._facts(row)))
        log_people(added, "people.add_by_roster", **self._said())
        log_people(self.log, "people.change_by_roster", **self._said())

    def _said(self) -> dict[str, Any]:
        return {"by": self.roster.by, "at": self.at, "batch": self.roster.pk}

    def _facts(self, row: RosterRow) -> dict[str, Any]:
        return {"roster": str(self.roster.pk), "row": row.number, "organisation": row.place_id}
