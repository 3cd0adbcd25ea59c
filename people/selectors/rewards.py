"""Who is eligible for rewards and allowances on a day, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..enums.qualifications import LEVELS_UPWARDS, QualificationLevel, QualificationState, RewardKind
from ..models import Membership, Organisation, Qualification, Registration, RewardRule, User
from ..querysets import in_force, under


@dataclass(frozen=True)
class Eligible:
    """One row of the list: `rule` names what had to be in force, and where that is written."""

    qualification: Qualification
    rule: RewardRule
    membership: Membership | None
    registration: Registration | None


def eligible_qualifications(
    user: User, *, kind: RewardKind, on: dt.date, organisation: Organisation | None = None
) -> QuerySet[Qualification]:
    """The verified qualifications that a rule of `kind` rewards on a day, of the people the user oversees then.

    The same judgement as `people.rewards.is_eligible`, in one statement; a test holds the two together.
    """
    verified = Qualification.objects.filter(state=QualificationState.VERIFIED, issued_on__lte=on)
    rows = verified.exclude(person=user.pk).filter(_overseen(user, on, organisation))
    members = Membership.objects.filter(in_force(on), person=OuterRef("person"))
    registered = Registration.objects.confirmed().filter(
        qualification=OuterRef("pk"), starts_on__lte=on, ends_on__gte=on
    )
    wanted = Q(pk__in=[])
    for rule in rules_on(kind, on).values():
        above = LEVELS_UPWARDS[LEVELS_UPWARDS.index(QualificationLevel(rule.level)) + 1 :]
        condition = Q(level=rule.level) & ~Q(Exists(verified.filter(person=OuterRef("person"), level__in=above)))
        if rule.needs_membership:
            condition &= Q(Exists(members))
        if rule.needs_registration:
            condition &= Q(Exists(registered))
        wanted |= condition
    return rows.filter(wanted, person__is_active=True).select_related("person").order_by("person__username", "pk")


def eligible_rows(rows: list[Qualification], user: User, *, kind: RewardKind, on: dt.date) -> list[Eligible]:
    """One page of the list with its reasons: three queries however many rows."""
    rules = rules_on(kind, on)
    people = [row.person_id for row in rows]
    memberships = Membership.objects.visible_to(user).in_force(on).filter(person__in=people)
    by_person = {held.person_id: held for held in memberships.select_related("organisation").order_by("-starts_on")}
    registrations = Registration.objects.confirmed().filter(
        qualification__in=[row.pk for row in rows], starts_on__lte=on, ends_on__gte=on
    )
    by_qualification = {one.qualification_id: one for one in registrations}
    return [Eligible(row, rules[row.level], by_person.get(row.person_id), by_qualification.get(row.pk)) for row in rows]


def rules_on(kind: RewardKind, on: dt.date) -> dict[str, RewardRule]:
    """The rule of each level that holds on a day."""
    return {rule.level: rule for rule in RewardRule.objects.on(on).filter(kind=kind).order_by("effective_from")}


def _overseen(user: User, on: dt.date, organisation: Organisation | None) -> Q:
    """By a membership of that day in the user's subtree: leaving later does not take anybody off an earlier list."""
    if user.is_superuser and organisation is None:
        return Q()
    held = Membership.objects.visible_to(user).exclude(person=user.pk).in_force(on)
    if organisation is not None:
        held = held.filter(under([organisation.path], "organisation__"))
    return Q(person__in=held.values("person"))
