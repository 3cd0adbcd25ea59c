"""Who may see whom: every read of people and organisations starts here. The predicates are in `rules`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from treebeard.mp_tree import MP_NodeQuerySet

from .enums import OVERSEEING_ROLES, Role

if TYPE_CHECKING:
    from .models import User

NOBODY = Q(pk__in=[])


def in_force(on: dt.date, prefix: str = "") -> Q:
    """Memberships that hold on a civil date (both ends included)."""
    not_over = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    return Q(**{f"{prefix}starts_on__lte": on}) & not_over


def overseen_paths(user: User, roles: tuple[Role, ...] = OVERSEEING_ROLES) -> list[str]:
    """Tree paths of the organisations whose subtree the user oversees today; one query."""
    held = user.memberships.filter(in_force(timezone.localdate()), role__in=roles)
    return outermost(held.values_list("organisation__path", flat=True))


def outermost(paths: Iterable[str]) -> list[str]:
    """The paths that lie in no other's subtree: all steps have one length, so a prefix is an ancestor."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def under(paths: list[str], prefix: str = "") -> Q:
    """Rows whose organisation (at `prefix`) lies in one of the subtrees; nothing for no path."""
    condition = NOBODY
    for path in paths:
        # Not `startswith`: SQLite cannot use the index for LIKE with ESCAPE.
        condition |= Q(**{f"{prefix}path__gte": path, f"{prefix}path__lt": _after(path)})
    return condition


def _after(path: str) -> str:
    """The first string of treebeard's alphabet (0-9, A-Z) that sorts after every descendant of `path`."""
    kept = path.rstrip("Z")
    if not kept:
        raise ValueError("no path sorts after the last one")
    following = "A" if kept[-1] == "9" else chr(ord(kept[-1]) + 1)
    return kept[:-1] + following


class UserQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> UserQuerySet:
        """Oneself, and for HR and administrators everybody with a membership in force in their subtree."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        paths = overseen_paths(user)
        if not paths:
            return self.filter(pk=user.pk)
        inside = self.model._base_manager.filter(
            under(paths, "memberships__organisation__"), in_force(timezone.localdate(), "memberships__")
        )
        return self.filter(Q(pk=user.pk) | Q(pk__in=inside.values("pk")))


class OrganisationQuerySet(MP_NodeQuerySet):
    def visible_to(self, user: Any) -> OrganisationQuerySet:
        """The subtrees a person oversees, and the organisations he or she belongs to today."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        own = user.memberships.filter(in_force(timezone.localdate()))
        return self.filter(Q(pk__in=own.values("organisation")) | under(overseen_paths(user)))

    def managed_by(self, user: Any) -> OrganisationQuerySet:
        """Where the user may change people: the subtrees he or she oversees."""
        if not user.is_active:
            return self.none()
        return self.all() if user.is_superuser else self.filter(under(overseen_paths(user)))


class MembershipQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> MembershipQuerySet:
        """One's own, and for HR and administrators those in their subtree, past ones included."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(Q(person=user.pk) | under(overseen_paths(user), "organisation__"))

    def in_force(self, on: dt.date) -> MembershipQuerySet:
        return self.filter(in_force(on))
