"""The tree of places, loaded in bulk from the bureau's files; what is there already stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..divisions import EDITION, ORDER, PlaceRow, read_communities
from ..enums import CodeSystem
from ..errors import PlaceUnknown
from ..models import Organisation, OrganisationCode, User
from ..querysets import under
from ..selectors import find_place
from .planting import PlacesLoaded, Planting
from .tree import lock_tree


@transaction.atomic
def load_divisions(
    *, rows: Iterable[PlaceRow], at: dt.datetime, by: User | None = None, valid_from: dt.date = EDITION
) -> PlacesLoaded:
    """Place every row below its parent, in any order of rows; a second run changes nothing."""
    lock_tree()
    planting = Planting(valid_from)
    for row in sorted(rows, key=lambda row: ORDER.get(row.level, 0)):
        planting.add(row)
    planting.write()
    done = planting.done
    if done.created or done.renamed:
        facts = {"created": done.created, "renamed": done.renamed, "refused": len(done.refused)}
        log(Organisation.objects.filter(depth=1).first(), "people.load_places", user=by, timestamp=at, data=facts)
    return done


def load_communities(*, parent_code: str, at: dt.datetime, by: User | None = None) -> PlacesLoaded:
    """Load the communities and villages below a township, county or city that is in the tree already."""
    parent = find_place(parent_code, on=timezone.localdate(at))
    if parent is None:
        raise PlaceUnknown(_("No place has this code. Load the divisions first, or correct the code."))
    below = OrganisationCode.objects.filter(under([parent.path], "organisation__"), system=CodeSystem.DIVISION)
    codes = set(below.values_list("code", flat=True))
    rows = [row for row in read_communities() if row.parent_code in codes]
    return load_divisions(rows=rows, at=at, by=by)
