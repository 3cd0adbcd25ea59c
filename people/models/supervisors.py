"""Supervisors by appointment, and whom they supervise."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..querysets import in_force, overseen_paths, under
from .accounts import User
from .organisations import Organisation


class AppointmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> AppointmentQuerySet:
        """One's own, and for HR and administrators those in their subtree. Twin of `rules.may_view_appointment`."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(Q(person=user.pk) | under(overseen_paths(user), "organisation__"))

    def managed_by(self, user: Any) -> AppointmentQuerySet:
        """Those the user may change: never one's own. Twin of `rules.may_manage_appointment`."""
        if not user.is_active:
            return self.none()
        others = self.exclude(person=user.pk)
        return others if user.is_superuser else others.filter(under(overseen_paths(user), "organisation__"))

    def in_force(self, on: dt.date) -> AppointmentQuerySet:
        return self.filter(in_force(on))


class SupervisorAppointment(models.Model):
    """A supervisor is an appointment for an organisation with all below it and a period, not a rank.

    `most_supervised` is how many people he or she supervises at once, as the appointment says.
    """

    person = models.ForeignKey(
        User, models.PROTECT, related_name="supervisor_appointments", verbose_name=_("supervisor")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="supervisor_appointments",
        verbose_name=pgettext_lazy("appointment", "for the organisation"),
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    most_supervised = models.PositiveSmallIntegerField(_("at most so many people at once"))
    citation = models.CharField(pgettext_lazy("appointment", "source"), max_length=200)
    appointed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    appointed_at = models.DateTimeField()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment of a supervisor")
        verbose_name_plural = _("appointments of supervisors")
        ordering = ["-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=Q(ends_on__isnull=True), name="appointment_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="appointment_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(most_supervised__gte=1) & ~Q(citation=""), name="appointment_has_ratio_and_source"
            ),
            models.CheckConstraint(
                condition=Q(appointed_by__isnull=True) | ~Q(appointed_by=F("person")), name="appointment_not_of_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SupervisionPair(models.Model):
    """Whom a supervisor supervises, from when to when."""

    appointment = models.ForeignKey(SupervisorAppointment, models.PROTECT, related_name="pairs")
    supervisee = models.ForeignKey(
        User, models.PROTECT, related_name="supervised_by", verbose_name=_("supervised person")
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        verbose_name = _("supervision pair")
        verbose_name_plural = _("supervision pairs")
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "supervisee"],
                condition=Q(ends_on__isnull=True),
                name="supervision_pair_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="supervision_pair_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
