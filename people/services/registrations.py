"""Registration periods of a qualification, as printed on the registration certificate."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..certificate_numbers import parse_certificate_number
from ..enums.qualifications import CURRENT_STATES
from ..errors import DateOutOfRange, DatesOutOfOrder, Malformed, NotAllowed, PeriodsOverlap, RegistrationConfirmed
from ..models import Qualification, Registration, User
from ..registration import Period, overlapping

LONGEST_YEARS = 10


@transaction.atomic
def add_registration(
    *, qualification: Qualification, number: str, starts_on: dt.date, ends_on: dt.date, by: User, at: dt.datetime
) -> Registration:
    """One's own waits for HR; what HR enters is confirmed at once. Dates as printed, both included."""
    row: Qualification = Qualification.objects.select_for_update().get(pk=qualification.pk)
    is_desk = rules.may_decide_qualification(by, row)
    if (by.pk != row.person_id and not is_desk) or row.state not in CURRENT_STATES:
        raise NotAllowed(_("You may not enter registrations of this qualification."))
    _check_dates(starts_on, ends_on, row)
    there = [Period(one.starts_on, one.ends_on) for one in row.registrations.all()]
    try:
        number = parse_certificate_number(number)
        if overlapping(there, Period(starts_on, ends_on)):
            raise _overlap()
        with transaction.atomic():
            made: Registration = row.registrations.create(
                number=number,
                starts_on=starts_on,
                ends_on=ends_on,
                entered_by=by,
                entered_at=at,
                confirmed_by=by if is_desk else None,
                confirmed_at=at if is_desk else None,
            )
    except Malformed as fault:
        raise Malformed(fault.fault, field="number") from None
    except IntegrityError:
        raise _overlap() from None
    _record("people.add_registration", made, by, at)
    return made


@transaction.atomic
def confirm_registration(*, registration: Registration, by: User, at: dt.datetime) -> Registration:
    """HR has compared it with the registration certificate; repeated it changes nothing."""
    if not rules.may_decide_qualification(by, registration.qualification):
        raise NotAllowed(_("You may not confirm this registration."))
    waiting = Registration.objects.filter(pk=registration.pk, confirmed_at=None)
    if waiting.update(confirmed_by=by, confirmed_at=at):
        _record("people.confirm_registration", registration, by, at)
    registration.refresh_from_db()
    return registration


@transaction.atomic
def remove_registration(*, registration: Registration, by: User, at: dt.datetime) -> None:
    """One's own while HR has not confirmed it; HR also afterwards, when it was entered by mistake."""
    row = Registration.objects.select_for_update().select_related("qualification").get(pk=registration.pk)
    if not rules.may_decide_qualification(by, row.qualification):
        if by.pk != row.qualification.person_id:
            raise NotAllowed(_("You may not remove this registration."))
        if row.confirmed_at is not None:
            raise RegistrationConfirmed(_("HR has confirmed this registration. Ask your HR officer to correct it."))
    _record("people.remove_registration", row, by, at)
    row.delete()


def _check_dates(starts_on: dt.date, ends_on: dt.date, qualification: Qualification) -> None:
    if ends_on <= starts_on:
        sentence = str(_("The last day is before the first day."))
        raise DatesOutOfOrder(sentence, fields={"ends_on": sentence})
    if qualification.issued_on and starts_on < qualification.issued_on:
        sentence = str(_("A registration begins on or after the day the certificate was issued."))
        raise DateOutOfRange(sentence, fields={"starts_on": sentence})
    if ends_on.year - starts_on.year > LONGEST_YEARS:
        sentence = str(_("A registration is not that long. Compare the years."))
        raise DateOutOfRange(sentence, fields={"ends_on": sentence})


def _overlap() -> PeriodsOverlap:
    sentence = str(_("These days overlap with a registration that is recorded already."))
    return PeriodsOverlap(sentence, fields={"starts_on": sentence})


def _record(action: str, row: Registration, by: User, at: dt.datetime) -> None:
    facts = {
        "registration": row.pk,
        "qualification": row.qualification_id,
        "starts_on": str(row.starts_on),
        "ends_on": str(row.ends_on),
    }
    log(row.qualification.person, action, user=by, timestamp=at, data=facts)
