"""Who may see whom: every read of people and organisations starts here. The predicates are in `rules`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from treebeard.mp_tree import MP_NodeQuerySet

from .enums import HR_MAY_GRANT, OVERSEEING_ROLES, STAFF_ROLES, ExportState, Role

if TYPE_CHECKING:
    from .models import User

NOBODY = Q(pk__in=[])


def in_force(on: dt.date, prefix: str = "") -> Q:
    """Memberships that hold on a civil date (both ends included)."""
    return Q(**{f"{prefix}starts_on__lte": on}) & not_over(on, prefix)


def not_over(on: dt.date, prefix: str = "") -> Q:
    """Memberships in force on a civil date, and those that begin later."""
    return Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})


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
        memberships = self.model._meta.get_field("memberships").related_model._default_manager
        held = memberships.filter(under(paths, "organisation__"), in_force(timezone.localdate()))
        return self.filter(Q(pk=user.pk) | Q(pk__in=held.values("person")))

    def editable_by(self, user: Any) -> UserQuerySet:
        """Whose name, phone and e-mail the user may change; twin of `rules.may_change_details`."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        people, today = self.model._base_manager, timezone.localdate()
        overseen, administered = overseen_paths(user), overseen_paths(user, (Role.ADMINISTRATOR,))
        inside = people.filter(under(overseen, "memberships__organisation__"), in_force(today, "memberships__"))
        memberships = self.model._meta.get_field("memberships").related_model._default_manager
        powers = memberships.filter(not_over(today), role__in=STAFF_ROLES)
        own_to_give = Q(role__in=HR_MAY_GRANT) & under(overseen, "organisation__")
        above = people.filter(memberships__in=powers.exclude(own_to_give | under(administered, "organisation__")))
        others = self.filter(pk__in=inside.values("pk"), is_superuser=False).exclude(pk=user.pk)
        return others.exclude(pk__in=above.values("pk"))

    def managed_by(self, user: Any) -> UserQuerySet:
        """Whom the user looks after: everybody in the own subtree. Twin of `rules.may_manage_person`."""
        return self._within(user, OVERSEEING_ROLES)

    def administered_by(self, user: Any) -> UserQuerySet:
        """Twin of `rules.may_administer_person`."""
        return self._within(user, (Role.ADMINISTRATOR,))

    def revealed_to(self, user: Any) -> UserQuerySet:
        """Whose numbers the user may see in full, with a reason. Twin of `rules.may_reveal`."""
        return self.managed_by(user).exclude(Q(pk=user.pk) | Q(is_superuser=True))

    def _within(self, user: Any, roles: tuple[Role, ...]) -> UserQuerySet:
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        inside = self.model._base_manager.filter(
            under(overseen_paths(user, roles), "memberships__organisation__"),
            in_force(timezone.localdate(), "memberships__"),
        )
        return self.filter(pk__in=inside.values("pk"))

    def one_with(self, person: User) -> UserQuerySet:
        """The person, and the accounts that were put together with it."""
        return self.filter(Q(pk=person.pk) | Q(merged_into=person.pk))


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

    def administered_by(self, user: Any) -> OrganisationQuerySet:
        """What the user may change, and what stands below it: the subtrees he or she is administrator of."""
        if not user.is_active:
            return self.none()
        return self.all() if user.is_superuser else self.filter(under(overseen_paths(user, (Role.ADMINISTRATOR,))))

    def active_on(self, on: dt.date) -> OrganisationQuerySet:
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))

    def exportable_by(self, user: Any, *, is_full: bool = False) -> OrganisationQuerySet:
        """Whose people the user may take out as a file; unmasked only where he or she is administrator."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(under(overseen_paths(user, (Role.ADMINISTRATOR,) if is_full else OVERSEEING_ROLES)))


class MembershipQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> MembershipQuerySet:
        """One's own, and for HR and administrators those in their subtree, past ones included."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(Q(person=user.pk) | under(overseen_paths(user), "organisation__"))

    def changeable_by(self, user: Any) -> MembershipQuerySet:
        """Those the user could have given: administrators all in their subtree, HR those that oversee nobody."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        simple = Q(role__in=HR_MAY_GRANT) & under(overseen_paths(user), "organisation__")
        return self.filter(simple | under(overseen_paths(user, (Role.ADMINISTRATOR,)), "organisation__"))

    def in_force(self, on: dt.date) -> MembershipQuerySet:
        return self.filter(in_force(on))

    def behind(self, path: str, pk: int) -> MembershipQuerySet:
        """Those after one, in the order of the tree and then of their numbers."""
        return self.filter(Q(organisation__path__gte=path), Q(organisation__path__gt=path) | Q(pk__gt=pk))


class PersonalExportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> PersonalExportQuerySet:
        """The record: one's own, and for administrators all about organisations of their subtree."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        administered = under(overseen_paths(user, (Role.ADMINISTRATOR,)), "organisation__")
        return self.filter(Q(asked_by=user.pk) | administered)

    def downloadable_by(self, user: Any, at: dt.datetime) -> PersonalExportQuerySet:
        """The file: for whoever asked, while he or she still oversees the place, until it expires."""
        if not user.is_active:
            return self.none()
        ready = self.filter(asked_by=user.pk, state=ExportState.READY, expires_at__gt=at)
        if user.is_superuser:
            return ready
        masked = Q(is_full=False) & under(overseen_paths(user), "organisation__")
        full = Q(is_full=True) & under(overseen_paths(user, (Role.ADMINISTRATOR,)), "organisation__")
        return ready.filter(masked | full)


class PersonalExportEventQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> PersonalExportEventQuerySet:
        """With the export they belong to."""
        if not user.is_active:
            return self.none()
        exports = self.model._meta.get_field("export").related_model
        return self.filter(export__in=exports._default_manager.visible_to(user))


class RosterQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RosterQuerySet:
        """Imports of the organisations whose people the user looks after; twin of `rules.may_see_roster`."""
        if not user.is_active:
            return self.none()
        return self.all() if user.is_superuser else self.filter(under(overseen_paths(user), "organisation__"))
