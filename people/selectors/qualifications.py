"""What a person's pages say about qualifications and their registrations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..enums.qualifications import LEVELS_UPWARDS, QualificationState
from ..models import (
    EducationRule,
    Qualification,
    Registration,
    RegistrationRule,
    User,
)
from ..registration import Period, RegistrationStanding, Terms, registration_standing


@dataclass(frozen=True)
class HeldQualification:
    """A qualification with its registration on a day; `education_hours` are asked for in each period."""

    row: Qualification
    registrations: tuple[Registration, ...]
    standing: RegistrationStanding | None
    education_hours: int | None


def held_qualifications(person: User, *, on: dt.date) -> tuple[HeldQualification, ...]:
    """All that were entered for a person, the current ones first, from the highest level down."""
    rows = Qualification.objects.filter(person=person).prefetch_related("registrations")
    terms = {rule.level: terms_of(rule) for rule in RegistrationRule.objects.on(on).order_by("effective_from")}
    hours = {rule.level: rule.hours for rule in EducationRule.objects.on(on).order_by("effective_from")}
    held = [
        HeldQualification(row, (*row.registrations.all(),), _standing(row, terms, on), hours.get(row.level))
        for row in rows
    ]
    return tuple(sorted(held, key=_order))


def terms_of(rule: RegistrationRule) -> Terms:
    return Terms(rule.first_within_months, rule.valid_months, rule.window_months)


def _order(one: HeldQualification) -> tuple[int, int, int]:
    """Verified, waiting, then history; the highest level and the newest entry first."""
    state = [QualificationState.VERIFIED.value, QualificationState.CLAIMED.value, one.row.state].index(one.row.state)
    return state, -LEVELS_UPWARDS.index(one.row.level), -one.row.pk


def _standing(row: Qualification, terms: dict[str, Terms], on: dt.date) -> RegistrationStanding | None:
    """Of a verified qualification: a registration that HR has not confirmed does not count yet."""
    if row.state != QualificationState.VERIFIED or row.level not in terms:
        return None
    periods = [Period(one.starts_on, one.ends_on) for one in row.registrations.all() if one.confirmed_at]
    return registration_standing(terms[row.level], periods, on=on, issued_on=row.issued_on)
