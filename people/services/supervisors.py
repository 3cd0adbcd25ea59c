"""Who supervises whom: appointments for an organisation and a period, and the pairs within them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..errors import AppointmentOpen, AppointmentOver, DatesOutOfOrder, NotAllowed, PairOpen, SupervisorFull
from ..models import Organisation, SupervisionPair, SupervisorAppointment, User
from ..querysets import in_force

GUIDANCE = "MZ/T 166-2021"
"""The guideline of the ministry that appointments name as their source."""


@transaction.atomic
def appoint_supervisor(
    *,
    person: User,
    organisation: Organisation,
    starts_on: dt.date,
    most_supervised: int,
    by: User | None,
    at: dt.datetime,
    ends_on: dt.date | None = None,
    citation: str = GUIDANCE,
) -> SupervisorAppointment:
    """Appoint somebody for an organisation with all below it; `by=None` is the system itself. Never oneself."""
    if by is not None and (by.pk == person.pk or not rules.may_manage_people(by, organisation)):
        raise NotAllowed(_("You may not appoint this supervisor for this organisation."))
    if ends_on is not None and ends_on < starts_on:
        sentence = str(_("The last day is before the first day."))
        raise DatesOutOfOrder(sentence, fields={"ends_on": sentence})
    # Under lock, because two periods of one person must not overlap.
    User.objects.select_for_update().get(pk=person.pk)
    meeting = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    before_its_end = Q() if ends_on is None else Q(starts_on__lte=ends_on)
    if SupervisorAppointment.objects.filter(meeting, before_its_end, person=person, organisation=organisation).exists():
        raise AppointmentOpen(_("This person is appointed for this organisation in that time already."))
    made = SupervisorAppointment.objects.create(
        person=person,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
        most_supervised=most_supervised,
        citation=" ".join(citation.split())[:200] or GUIDANCE,
        appointed_by=by,
        appointed_at=at,
    )
    _record("people.appoint_supervisor", made, by, at, {})
    return made


@transaction.atomic
def end_appointment(*, appointment: SupervisorAppointment, ends_on: dt.date, by: User, at: dt.datetime) -> None:
    """After a day, which still counts; the pairs end with it."""
    row = _managed(appointment, by)
    if ends_on < row.starts_on:
        sentence = str(_("The last day is before the first day."))
        raise DatesOutOfOrder(sentence, fields={"ends_on": sentence})
    if row.ends_on is not None and row.ends_on <= ends_on:
        raise AppointmentOver(_("This appointment ends earlier already."))
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    row.pairs.filter(ends_on=None, starts_on__lte=ends_on).update(ends_on=ends_on)
    row.pairs.filter(ends_on=None).delete()
    _record("people.end_appointment", row, by, at, {"ends_on": str(ends_on)})


@transaction.atomic
def add_pair(
    *, appointment: SupervisorAppointment, supervisee: User, starts_on: dt.date, by: User | None, at: dt.datetime
) -> SupervisionPair:
    """Put somebody under a supervisor's care, as long as the appointment leaves room."""
    row = _managed(appointment, by)
    if row.person_id == supervisee.pk:
        raise NotAllowed(_("Nobody supervises himself or herself."))
    if starts_on < row.starts_on or (row.ends_on is not None and starts_on > row.ends_on):
        sentence = str(_("The first day lies outside the appointment."))
        raise AppointmentOver(sentence, fields={"starts_on": sentence})
    held = row.pairs.filter(in_force(starts_on) | Q(starts_on__gte=starts_on))
    if held.filter(supervisee=supervisee).exists():
        raise PairOpen(_("This supervisor supervises this person already."))
    if held.count() >= row.most_supervised:
        sentence = str(_("This supervisor supervises %(count)d people already, as many as the appointment allows."))
        raise SupervisorFull(sentence % {"count": row.most_supervised})
    pair: SupervisionPair = row.pairs.create(supervisee=supervisee, starts_on=starts_on, ends_on=row.ends_on)
    _record("people.add_supervision_pair", row, by, at, {"pair": pair.pk})
    return pair


@transaction.atomic
def end_pair(*, pair: SupervisionPair, ends_on: dt.date, by: User, at: dt.datetime) -> None:
    """After a day, which still counts."""
    row = _managed(pair.appointment, by)
    if ends_on < pair.starts_on:
        sentence = str(_("The last day is before the first day."))
        raise DatesOutOfOrder(sentence, fields={"ends_on": sentence})
    still = SupervisionPair.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on), pk=pair.pk)
    if not still.update(ends_on=ends_on):
        raise AppointmentOver(_("This pair ends earlier already."))
    pair.refresh_from_db(fields=["ends_on"])
    _record("people.end_supervision_pair", row, by, at, {"pair": pair.pk, "ends_on": str(ends_on)})


def _managed(appointment: SupervisorAppointment, by: User | None) -> SupervisorAppointment:
    """Under lock: two officers must not fill the last place at once."""
    row: SupervisorAppointment = SupervisorAppointment.objects.select_for_update().get(pk=appointment.pk)
    if by is not None and not rules.may_manage_appointment(by, row):
        raise NotAllowed(_("You may not change this appointment."))
    return row


def _record(action: str, row: SupervisorAppointment, by: User | None, at: dt.datetime, more: dict[str, object]) -> None:
    facts = {"appointment": row.pk, "organisation": row.organisation_id, **more}
    log(row.person, action, user=by, timestamp=at, data=facts)
