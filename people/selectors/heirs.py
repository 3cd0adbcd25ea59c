"""Who holds today what an abolished code stood for."""

from __future__ import annotations

import datetime as dt

from ..divisions import short_code
from ..enums import INHERITED, CodeSystem
from ..models import Organisation, OrganisationChange, OrganisationCode

COUNTY_LENGTH = 6


def heirs_of(code: str, on: dt.date) -> tuple[Organisation, ...]:
    """The active organisations that hold on a civil date what a division code stands for, in the tree's order.

    One is the holder or the only heir; several mean that a person must choose; none, that the code is unknown.
    For a township's code that is unknown but lies in an abolished county, the heirs of the county are given.
    """
    short = short_code(code)
    holder = _last_holder(short, on)
    if holder is None and len(short) > COUNTY_LENGTH:
        county = _last_holder(short[:COUNTY_LENGTH], on)
        holder = county if county is not None and not _is_active(county, on) else None
    return () if holder is None else heirs_of_organisation(holder, on)


def heirs_of_organisation(organisation: Organisation, on: dt.date) -> tuple[Organisation, ...]:
    """The organisation itself while it is active, else whoever came after it; a query for each generation."""
    found: dict[int, Organisation] = {}
    seen: set[int] = set()
    generation = [organisation]
    while generation:
        seen |= {one.pk for one in generation}
        found |= {one.pk: one for one in generation if _is_active(one, on)}
        gone = [one.pk for one in generation if not _is_active(one, on)]
        changes = OrganisationChange.objects.filter(organisation__in=gone, kind__in=INHERITED, effective_on__lte=on)
        after = {change.heir_id: change.heir for change in changes.select_related("heir")} if gone else {}
        generation = [heir for pk, heir in after.items() if heir is not None and pk not in seen]
    return tuple(sorted(found.values(), key=lambda one: one.path))


def named_heirs(organisation: Organisation) -> list[Organisation]:
    """Those that a merge or a split of this organisation names, whether it is active still or not; one query."""
    changes = OrganisationChange.objects.filter(organisation=organisation, kind__in=INHERITED).select_related("heir")
    return [change.heir for change in changes if change.heir is not None and change.heir.closed_on is None]


def _last_holder(code: str, on: dt.date) -> Organisation | None:
    held = OrganisationCode.objects.filter(system=CodeSystem.DIVISION, code=code, valid_from__lte=on)
    last = held.select_related("organisation").order_by("-valid_from").first()
    return last.organisation if last else None


def _is_active(organisation: Organisation, on: dt.date) -> bool:
    return organisation.closed_on is None or organisation.closed_on > on
