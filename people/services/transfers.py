"""People who change the organisation, or leave one. Hours hang on the person, so they go along by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..enums import HR_MAY_GRANT, WorkerCategory
from ..errors import DatesOutOfOrder, NotAllowed, NothingToLeave, SameOrganisation
from ..models import Membership, Organisation, User
from .handover import hand_over, still_on
from .roles import keep_groups
from .tree import fresh, require_open


@transaction.atomic
def transfer_person(
    *,
    person: User,
    origin: Organisation,
    target: Organisation,
    starts_on: dt.date,
    by: User | None,
    at: dt.datetime,
    worker_category: WorkerCategory | str = "",
    post: str = "",
) -> list[Membership]:
    """End every role at `origin` the day before, and begin those of learner and trainer at `target`.

    Roles that oversee others are ended and not taken along: the new organisation gives its own.
    """
    target = fresh(target)
    _refuse_target(origin, target, starts_on)
    held = _held(person, origin, starts_on)
    _guard(by, held)
    taken_along = [one for one in held if one.role in HR_MAY_GRANT]
    for one in taken_along:
        if by is not None and not rules.may_give_role(by, target, one.role):
            raise NotAllowed(
                _(
                    "You may not give roles in the new organisation. End the roles here; "
                    "the HR department there takes the person in."
                )
            )
    _refuse_too_early(held, starts_on, "starts_on", _("The first day must be after the day on which the roles began."))
    for one in taken_along:
        one.worker_category, one.post = worker_category or one.worker_category, post
    hand_over(taken_along, target, starts_on)
    _end([one for one in held if one not in taken_along], starts_on - dt.timedelta(days=1))
    keep_groups(person=person, at=at)
    facts = {"from": origin.pk, "to": target.pk, "starts_on": starts_on, "roles": [one.role for one in held]}
    log(person, "people.transfer_person", user=by, timestamp=at, data=facts)
    return list(target.memberships.filter(still_on(starts_on), person=person))


@transaction.atomic
def leave_organisation(
    *, person: User, organisation: Organisation, ends_on: dt.date, reason: str, by: User | None, at: dt.datetime
) -> list[Membership]:
    """End every role there after a day, which still counts. Access ends with it, the admin's at once; history stays."""
    held = _held(person, organisation, ends_on)
    _guard(by, held)
    _refuse_too_early(held, ends_on + dt.timedelta(days=1), "ends_on", _("The last day is before a role began."))
    _end(held, ends_on)
    # On the last day itself the groups that open the admin are closed already: nobody waits for midnight.
    is_last_day = ends_on == timezone.localdate(at)
    keep_groups(person=person, at=at + dt.timedelta(days=1) if is_last_day else at)
    facts = {
        "organisation": organisation.pk,
        "ends_on": ends_on,
        "roles": [one.role for one in held],
        "reason": " ".join(reason.split())[:200],
    }
    log(person, "people.leave_organisation", user=by, timestamp=at, data=facts)
    return held


@transaction.atomic
def assign_people(
    *, memberships: QuerySet[Membership], heir: Organisation, starts_on: dt.date, by: User | None, at: dt.datetime
) -> int:
    """Move the chosen roles of a split organisation to one of its parts; answers how many roles began there."""
    heir = fresh(heir)
    require_open(heir, starts_on, field="heir")
    found = memberships.filter(still_on(starts_on)).select_related("organisation", "person")
    held = list(found.select_for_update(of=("self",)))
    _guard(by, held)
    for one in held:
        _refuse_target(one.organisation, heir, starts_on, field="heir")
        if by is not None and not rules.may_give_role(by, heir, one.role):
            raise NotAllowed(_("You may not give roles in the new organisation."))
    begun = hand_over(held, heir, starts_on)
    for person in {one.person for one in held}:
        keep_groups(person=person, at=at)
        facts = {"to": heir.pk, "starts_on": starts_on, "roles": [one.role for one in held if one.person == person]}
        log(person, "people.transfer_person", user=by, timestamp=at, data=facts)
    return begun


def _held(person: User, organisation: Organisation, day: dt.date) -> list[Membership]:
    found = organisation.memberships.filter(still_on(day), person=person).select_related("organisation")
    # Of two windows that move the same person, the second finds nothing left to move.
    held = list(found.select_for_update(of=("self",)))
    if not held:
        raise NothingToLeave(_("The person holds no role in this organisation on that day."))
    return held


def _guard(by: User | None, held: Iterable[Membership]) -> None:
    for one in held:
        if by is not None and not rules.may_change_membership(by, one):
            raise NotAllowed(
                _("The person holds a role here that only an administrator may end. Ask the administrator.")
            )


def _refuse_target(origin: Organisation, target: Organisation, day: dt.date, *, field: str = "target") -> None:
    if origin.pk == target.pk:
        sentence = str(_("This is the organisation the person belongs to already. Choose another one."))
        raise SameOrganisation(sentence, fields={field: sentence})
    require_open(target, day, field=field)


def _refuse_too_early(held: Iterable[Membership], first_day_after: dt.date, field: str, why: object) -> None:
    if any(one.starts_on >= first_day_after for one in held):
        raise DatesOutOfOrder(str(why), fields={field: str(why)})


def _end(held: Iterable[Membership], ends_on: dt.date) -> None:
    Membership.objects.filter(pk__in=[one.pk for one in held]).update(ends_on=ends_on)
