"""Who may see whom: every read of people and organisations starts here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .enums import Role

if TYPE_CHECKING:
    from .models import User

STAFF_ROLES = (Role.TRAINER, Role.HR, Role.ADMINISTRATOR)
OVERSEEING_ROLES = (Role.HR, Role.ADMINISTRATOR)


def in_force(on: dt.date) -> Q:
    """Memberships that hold on a civil date (both ends included)."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def overseen_paths(user: User, roles: tuple[Role, ...] = OVERSEEING_ROLES) -> list[str]:
    """Tree paths of the organisations whose subtree the user oversees today."""
    from .models import Membership  # the queryset module is imported by models

    held = Membership.objects.filter(in_force(timezone.localdate()), person=user, role__in=roles)
    return list(held.values_list("organisation__path", flat=True))


def under(paths: list[str], prefix: str = "") -> Q:
    """Rows whose organisation (at `prefix`) lies in one of the subtrees; nothing for no path."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{prefix}path__startswith": path})
    return condition


class UserQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> UserQuerySet:
        """Oneself, and for HR and administrators everybody with a membership in their subtree."""
        from .models import Membership

        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        paths = overseen_paths(user)
        if not paths:
            return self.filter(pk=user.pk)
        inside = Membership.objects.filter(
            under(paths, "organisation__"), in_force(timezone.localdate()), person=OuterRef("pk")
        )
        return self.filter(Q(pk=user.pk) | Exists(inside))


class MembershipQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> MembershipQuerySet:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(Q(person=user) | under(overseen_paths(user), "organisation__"))

    def in_force(self, on: dt.date) -> MembershipQuerySet:
        return self.filter(in_force(on))
