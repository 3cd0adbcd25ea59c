"""The people of a list, found by the way that suits their number."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef

from ..models import Membership, Organisation, User
from ..querysets import UserQuerySet, in_force, overseen_paths, under

WIDE = 10_000


def overseen_people(
    viewer: Any, *, on: dt.date, organisation: Organisation | None = None, role: str = "", category: str = ""
) -> UserQuerySet:
    """Whom the viewer sees, and who holds a role of this sort in this subtree; all asked about one role together.

    The same people as `visible_to` where nothing is asked: an overseer holds a role in his own subtree.
    """
    if not viewer.is_active:
        return User.objects.none()
    held = Membership.objects.filter(in_force(on))
    if not viewer.is_superuser:
        held = held.filter(under(overseen_paths(viewer), "organisation__"))
    elif organisation is None and not role and not category:
        return User.objects.all()
    if organisation is not None:
        held = held.filter(under([organisation.path], "organisation__"))
    if role:
        held = held.filter(role=role)
    if category:
        held = held.filter(worker_category=category)
    # Many: the first page is full after a few looks at each account in turn. Few: the accounts are looked up. SQLite's
    # planner cannot tell which it is, and a list of 300,000 keys takes it seconds.
    is_wide = held.order_by().values("pk")[: WIDE + 1].count() > WIDE
    if is_wide:
        return User.objects.filter(Exists(held.filter(person=OuterRef("pk"))))
    return User.objects.filter(pk__in=held.values("person"))
