"""Who may do what: each predicate has a queryset twin, and one test proves that they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from .enums import OVERSEEING_ROLES, Role
from .querysets import in_force, overseen_paths

if TYPE_CHECKING:
    from .models import Organisation, User

HR_MAY_GRANT = (Role.LEARNER, Role.TRAINER)


def may_view_person(user: Any, person: User) -> bool:
    """Twin of `User.objects.visible_to`."""
    if not user.is_active:
        return False
    if user.is_superuser or user.pk == person.pk:
        return True
    return may_manage_person(user, person)


def may_manage_person(user: Any, person: User) -> bool:
    """HR and administrators, for people with a membership in force in their subtree; never oneself as such."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    paths = overseen_paths(user)
    if not paths:
        return False
    held = person.memberships.filter(in_force(timezone.localdate()))
    return any(_inside(path, paths) for path in held.values_list("organisation__path", flat=True))


def may_view_organisation(user: Any, organisation: Organisation) -> bool:
    """Twin of `Organisation.objects.visible_to`."""
    if not user.is_active:
        return False
    if may_manage_people(user, organisation):
        return True
    own = user.memberships.filter(in_force(timezone.localdate()), organisation=organisation)
    return bool(own.exists())


def may_manage_people(user: Any, organisation: Organisation) -> bool:
    """Twin of `Organisation.objects.managed_by`."""
    if not user.is_active:
        return False
    return user.is_superuser or _inside(organisation.path, overseen_paths(user))


def may_give_role(user: Any, organisation: Organisation, role: Role | str) -> bool:
    """Administrators give every role in their subtree; HR officers only those that oversee nobody."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    roles = OVERSEEING_ROLES if role in HR_MAY_GRANT else (Role.ADMINISTRATOR,)
    return _inside(organisation.path, overseen_paths(user, roles))


def _inside(path: str, paths: list[str]) -> bool:
    return any(path.startswith(start) for start in paths)
