"""Who holds which role where, and the groups that open Wagtail's admin to staff."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..enums import STAFF_ROLES, Role, WorkerCategory
from ..errors import DatesOutOfOrder, NotAllowed, RoleAlreadyEnded
from ..models import Membership, Organisation, User
from .tree import require_open


@transaction.atomic
def grant_role(
    *,
    person: User,
    organisation: Organisation,
    role: Role | str,
    starts_on: dt.date,
    by: User | None,
    at: dt.datetime,
    worker_category: WorkerCategory | str = "",
    post: str = "",
) -> Membership:
    """Give a role in an organisation's subtree from a day on; `by=None` is the system itself.

    A role that is held already stays as it is: the same membership is answered.
    """
    _guard(by, organisation, role)
    if by is not None and by.pk == person.pk and not by.is_superuser:
        raise NotAllowed(_("Nobody gives a role to himself or herself. Ask another officer."))
    require_open(organisation, starts_on, field="organisation")
    membership, is_new = Membership.objects.get_or_create(
        person=person,
        organisation=organisation,
        role=role,
        ends_on=None,
        defaults={"starts_on": starts_on, "worker_category": worker_category, "post": post},
    )
    if is_new:
        keep_groups(person=person, at=at)
        _record("people.grant_role", membership, by, at)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, ends_on: dt.date, by: User | None, at: dt.datetime) -> Membership:
    """End a role after a day, which still counts; repeated with the same day it changes nothing."""
    _guard(by, membership.organisation, membership.role)
    if ends_on < membership.starts_on:
        raise DatesOutOfOrder(_("The last day is before the first day of this role."))
    changed = Membership.objects.filter(pk=membership.pk, ends_on=None).update(ends_on=ends_on)
    before = membership.ends_on
    membership.refresh_from_db(fields=["ends_on"])
    if changed:
        keep_groups(person=membership.person, at=at)
        _record("people.end_role", membership, by, at)
    elif membership.ends_on != ends_on:
        raise RoleAlreadyEnded(_("This role has ended already, on another day."), ended_on=str(before))
    return membership


class GroupKeeper(Protocol):
    """Keeps groups of an app above in step with the roles a person holds on the day of `at`."""

    def __call__(self, *, person: User, at: dt.datetime) -> None: ...


GROUP_KEEPERS: list[GroupKeeper] = []


def register_group_keeper(keeper: GroupKeeper) -> None:
    """For an app's configuration; twice changes nothing."""
    if keeper not in GROUP_KEEPERS:
        GROUP_KEEPERS.append(keeper)


def keep_groups(*, person: User, at: dt.datetime) -> None:
    """Put the person into the groups of the staff roles he or she holds today, and out of the others."""
    held = set(person.memberships.in_force(timezone.localdate(at)).values_list("role", flat=True))
    due = {role.value for role in STAFF_ROLES if person.is_active and role.value in held}
    now = set(person.groups.filter(name__in=STAFF_ROLES).values_list("name", flat=True))
    person.groups.add(*Group.objects.filter(name__in=due - now))
    person.groups.remove(*Group.objects.filter(name__in=now - due))
    for keep in GROUP_KEEPERS:
        keep(person=person, at=at)


def keep_all_groups(*, at: dt.datetime) -> int:
    """Do so for everybody who is in a staff group or holds a staff role; answers how many were looked at.

    Days pass without any write, so a role that begins or ends by date needs this once a day.
    """
    staff = Q(groups__name__in=STAFF_ROLES) | Q(memberships__role__in=STAFF_ROLES)
    people = User.objects.filter(staff).distinct()
    for person in people:
        keep_groups(person=person, at=at)
    return len(people)


def _guard(by: User | None, organisation: Organisation, role: Role | str) -> None:
    if by is not None and not rules.may_give_role(by, organisation, role):
        raise NotAllowed(_("You may not give or end this role in this organisation."))


def _record(action: str, membership: Membership, by: User | None, at: dt.datetime) -> None:
    facts = {
        "membership": membership.pk,
        "organisation": membership.organisation_id,
        "role": str(membership.role),
        "starts_on": membership.starts_on,
        "ends_on": membership.ends_on,
    }
    log(membership.person, action, user=by, timestamp=at, data=facts)
