"""The periods a qualification is registered for."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .accounts import User
from .qualifications import Qualification


class RegistrationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RegistrationQuerySet:
        """With the qualification they belong to."""
        if not user.is_active:
            return self.none()
        return self.filter(qualification__in=Qualification.objects.visible_to(user))

    def confirmed(self) -> RegistrationQuerySet:
        return self.filter(confirmed_at__isnull=False)


class Registration(models.Model):
    """A period a qualification is registered for (both dates included), as printed on the registration certificate.

    It counts once HR has confirmed it. Periods of one qualification never overlap: the database keeps them apart.
    """

    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="registrations")
    number = models.CharField(_("registration number"), max_length=40)
    starts_on = models.DateField(pgettext_lazy("registration", "valid from"))
    ends_on = models.DateField(pgettext_lazy("registration", "valid until"))
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("qualification", "registration")
        verbose_name_plural = pgettext_lazy("qualification", "registrations")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="registration_dates_in_order"),
            models.UniqueConstraint(fields=["qualification", "starts_on"], name="registration_one_from_a_day"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="registration_confirmed_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="registration_has_number"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} #{self.pk}"
