"""What ends with an organisation: its codes, posts and pairings."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q
from django.db.models.functions import Greatest

from ..models import AreaPairing, Organisation, OrganisationCode, Post


def end_leftovers(organisation: Organisation, effective_on: dt.date) -> dict[str, int]:
    """End what is open the day before `effective_on`, or on its first day where that is later; how many of each."""
    last_day = effective_on - dt.timedelta(days=1)
    codes = OrganisationCode.objects.filter(organisation=organisation, valid_to=None)
    posts = Post.objects.filter(organisation=organisation, valid_to=None)
    pairings = AreaPairing.objects.filter(Q(first=organisation) | Q(second=organisation), ends_on=None)
    return {
        "codes": codes.update(valid_to=Greatest(F("valid_from"), last_day)),
        "posts": posts.update(valid_to=Greatest(F("valid_from"), last_day)),
        "pairings": pairings.update(ends_on=Greatest(F("starts_on"), last_day)),
    }
