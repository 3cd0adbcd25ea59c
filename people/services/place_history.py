"""Abolished and renamed places put into the tree, so that old codes and names still find somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from wagtail.log_actions import log

from ..divisions import LEVELS
from ..enums import ChangeKind, CodeSystem
from ..models import Organisation, OrganisationChange, OrganisationCode, User
from ..place_changes import PlaceChange
from .tree import lock_tree


@transaction.atomic
def load_place_changes(*, rows: Iterable[PlaceChange], at: dt.datetime, by: User | None = None) -> int:
    """Note what is not noted yet; answers how much is new. A row whose heir or place above is not loaded waits."""
    lock_tree()
    held = OrganisationCode.objects.filter(system=CodeSystem.DIVISION).select_related("organisation")
    holders = {code.code: code.organisation for code in held}
    made = [change for row in rows if (change := _note(row, holders, by, at)) is not None]
    if made:
        root = Organisation.objects.filter(depth=1).first()
        log(root, "people.load_places", user=by, timestamp=at, data={"changes": len(made)})
    return len(made)


def _note(
    row: PlaceChange, holders: dict[str, Organisation], by: User | None, at: dt.datetime
) -> OrganisationChange | None:
    heir = holders.get(row.heir_code)
    if heir is None or row.parent_code not in holders:
        return None
    place = heir if row.kind == ChangeKind.RENAME else _place(row, holders)
    is_inherited = place.pk != heir.pk
    kind = ChangeKind(row.kind)
    same = {"organisation": place, "heir": heir if is_inherited else None, "kind": kind}
    if OrganisationChange.objects.filter(**same, effective_on=row.effective_on).exists():
        return None
    _keep_code(row, place)
    holders[row.code] = place
    return OrganisationChange.objects.create(
        **same,
        effective_on=row.effective_on,
        before=row.name,
        after=heir.name,
        citation=row.citation,
        is_verified=row.is_verified,
        made_by=by,
        made_at=at,
    )


def _place(row: PlaceChange, holders: dict[str, Organisation]) -> Organisation:
    """The place itself: as it is there, or new and closed."""
    if row.code in holders:
        return holders[row.code]
    parent = Organisation.objects.get(pk=holders[row.parent_code].pk)
    closed: Organisation = parent.add_child(name=row.name, kind=LEVELS[row.level], closed_on=row.effective_on)
    return closed


def _keep_code(row: PlaceChange, place: Organisation) -> None:
    """The code with its last day; a place that kept its code has it already."""
    if not OrganisationCode.objects.filter(system=CodeSystem.DIVISION, code=row.code).exists():
        OrganisationCode.objects.create(
            organisation=place,
            system=CodeSystem.DIVISION,
            code=row.code,
            valid_from=row.valid_from,
            valid_to=row.effective_on - dt.timedelta(days=1),
        )
