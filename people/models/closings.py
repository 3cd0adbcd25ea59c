"""Accounts that their people want closed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums.privacy import ClosingState
from .accounts import User


class AccountClosing(models.Model):
    """The person wants the account closed: done after `due_at`, unless taken back before."""

    person = models.ForeignKey(User, models.PROTECT, related_name="closings")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ClosingState.choices, default=ClosingState.WAITING)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("closing of an account")
        verbose_name_plural = _("closings of accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state=ClosingState.KEPT), name="account_closing_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state=ClosingState.WAITING, settled_at__isnull=True)
                | Q(state__in=[ClosingState.KEPT, ClosingState.CLOSED], settled_at__isnull=False),
                name="account_closing_settled_at",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="account_closing_due_later"),
        ]

    def __str__(self) -> str:
        return f"{self.state} #{self.pk}"
