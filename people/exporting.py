"""What a row of an export of people says, and how much of it is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from .enums import ExportColumn, Role, WorkerCategory
from .identity import mask_id
from .models import Membership, Organisation, PersonalExport, User
from .phones import mask_phone
from .querysets import MembershipQuerySet, under
from .sealing import unseal
from .spreadsheets import Column

WIDTHS = {ExportColumn.PLACE: 40, ExportColumn.ID_NUMBER: 22, ExportColumn.ORGANISATION: 28, ExportColumn.EMAIL: 26}
PLAIN: dict[ExportColumn, Callable[[Membership], object]] = {
    ExportColumn.NAME: lambda held: held.person.real_name,
    ExportColumn.ORGANISATION: lambda held: held.organisation.name,
    ExportColumn.ROLE: lambda held: held.get_role_display(),
    ExportColumn.CATEGORY: lambda held: held.get_worker_category_display(),
    ExportColumn.POST: lambda held: held.post,
    ExportColumn.STARTS_ON: lambda held: held.starts_on,
    ExportColumn.ACCOUNT: lambda held: held.person.username,
}
FILTERS: dict[str, tuple[str, ...]] = {"role": tuple(Role.values), "category": tuple(WorkerCategory.values)}
"""What may be asked for besides the place, with the values that are known."""


def known_filters(asked: dict[str, str]) -> dict[str, str]:
    """Only what is asked for and known."""
    return {name: value for name, value in asked.items() if value in FILTERS.get(name, ())}


def known_columns(asked: Iterable[str]) -> list[ExportColumn]:
    """In the order of the file, each once."""
    wanted = set(asked)
    return [column for column in ExportColumn if column.value in wanted]


def columns_of(export: PersonalExport) -> list[Column]:
    return [Column(str(column.label), WIDTHS.get(column, 16)) for column in known_columns(export.columns)]


def rows_of(export: PersonalExport, memberships: MembershipQuerySet) -> MembershipQuerySet:
    """One row for each role held today below the export's organisation; whoever holds two stands there twice."""
    wanted = Q(person__is_active=True)
    filters = known_filters(export.filters)
    if role := filters.get("role"):
        wanted &= Q(role=role)
    if category := filters.get("category"):
        wanted &= Q(worker_category=category)
    return memberships.filter(under([export.organisation.path], "organisation__"), wanted)


def hidden_email(email: str) -> str:
    """z***@example.org"""
    name, at, host = email.partition("@")
    return f"{name[:1]}***{at}{host}" if email else ""


def id_number_of(person: User) -> str:
    return unseal(person.id_number_sealed, owner=person.pk) if person.id_number_sealed else ""


@dataclass
class RowWriter:
    """Turns memberships into rows; remembers the names of places, which repeat."""

    columns: list[ExportColumn]
    is_full: bool
    names: dict[str, str]
    """Name of each organisation by its tree path."""
    places: dict[str, str] = field(default_factory=dict)

    def row(self, membership: Membership) -> list[object]:
        return [
            PLAIN[column](membership) if column in PLAIN else self._hidden(column, membership)
            for column in self.columns
        ]

    def _hidden(self, column: ExportColumn, held: Membership) -> str:
        """What is masked, and the place, which is long."""
        match column:
            case ExportColumn.ID_NUMBER:
                return self._shown(id_number_of(held.person), mask_id)
            case ExportColumn.PHONE:
                return self._shown(held.person.phone, mask_phone)
            case ExportColumn.EMAIL:
                return self._shown(held.person.email, hidden_email)
            case _:
                return self._place(held.organisation.path)

    def _shown(self, value: str, mask: Callable[[str], str]) -> str:
        return value if self.is_full or not value else mask(value)

    def _place(self, path: str) -> str:
        if path not in self.places:
            steps = range(Organisation.steplen, len(path) + 1, Organisation.steplen)
            self.places[path] = " / ".join(self.names[path[:end]] for end in steps if path[:end] in self.names)
        return self.places[path]
