"""Areas that help each other: the south-north pairing inside the province."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import Role
from ..querysets import overseen_paths, under
from .organisations import Organisation


class AreaPairingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> AreaPairingQuerySet:
        """Those with a side the user oversees; twin of `rules.may_see_pairing`."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        paths = overseen_paths(user)
        return self.filter(under(paths, "first__") | under(paths, "second__"))

    def changeable_by(self, user: Any) -> AreaPairingQuerySet:
        """Those with both sides below what the user administers; twin of `rules.may_pair`."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        paths = overseen_paths(user, (Role.ADMINISTRATOR,))
        return self.filter(under(paths, "first__") & under(paths, "second__"))


class AreaPairing(models.Model):
    """Two organisations paired for a period, both days included. Neither side is above the other.

    `first` is the one with the lower number, so that a pair can be open once only, whichever way it was entered.
    """

    first = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("one area"))
    second = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("the other area"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    note = models.CharField(pgettext_lazy("pairing", "note"), max_length=300, blank=True)

    objects = AreaPairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pairing of areas")
        verbose_name_plural = _("pairings of areas")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(ends_on__isnull=True), name="area_pairing_one_open_per_pair"
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="area_pairing_lower_number_first"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="area_pairing_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
