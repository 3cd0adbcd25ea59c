"""Where an import may put people, whom its author looks after, and the tree by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ..models import Organisation, RosterImport
from ..querysets import overseen_paths
from ..rosters.places import Place, PlaceIndex


def scope_of(roster: RosterImport) -> list[str]:
    """Tree paths below which this import may put people: its organisation, as far as its author oversees it today."""
    path: str = roster.organisation.path
    if roster.by is None or (roster.by.is_active and roster.by.is_superuser):
        return [path]
    overseen = overseen_paths(roster.by) if roster.by.is_active else []
    inside = [other for other in overseen if other.startswith(path)]
    return [path] if any(path.startswith(other) for other in overseen) else inside


def reach_of(roster: RosterImport) -> list[str] | None:
    """Tree paths of the people that the author looks after; None for everybody."""
    if roster.by is None or (roster.by.is_active and roster.by.is_superuser):
        return None
    return overseen_paths(roster.by) if roster.by.is_active else []


def place_index(scope: Sequence[str], on: dt.date) -> PlaceIndex:
    """The whole tree by name; one query."""
    rows = Organisation.objects.values_list("pk", "name", "kind", "path", "closed_on").iterator(chunk_size=5000)
    places = (
        Place(pk, name, kind, path, closed_on is None or closed_on > on) for pk, name, kind, path, closed_on in rows
    )
    return PlaceIndex(places, scope=scope)
