"""Who holds which role where and when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import Role, WorkerCategory
from ..querysets import MembershipQuerySet
from .accounts import User
from .organisations import Organisation


class Membership(models.Model):
    """A role in an organisation's subtree for a period (both dates included)."""

    person = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=14, choices=Role.choices)
    worker_category = models.CharField(_("worker category"), max_length=12, choices=WorkerCategory.choices, blank=True)
    post = models.CharField(_("post"), max_length=60, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        # Everything that the people of a subtree are counted by, so that the table itself need not be read.
        indexes = [models.Index(fields=["organisation", "starts_on", "ends_on", "person"], name="membership_by_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_one_open_per_role",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="membership_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} #{self.pk}"
