"""The privacy notice in its versions, and who has agreed to which."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .accounts import User


class PrivacyNotice(models.Model):
    """What people are told about their data, from an instant on. A change is a new version; never changed itself."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    effective_at = models.DateTimeField(_("effective at"))
    body = models.TextField(pgettext_lazy("privacy notice", "text"))

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(condition=Q(version__gte=1) & ~Q(body=""), name="privacy_notice_has_text")
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class NoticeAcceptance(models.Model):
    """A person has read a version of the notice and agreed to it. Never changed."""

    person = models.ForeignKey(User, models.PROTECT, related_name="notice_acceptances")
    notice = models.ForeignKey(PrivacyNotice, models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("acceptance of the privacy notice")
        constraints = [models.UniqueConstraint(fields=["person", "notice"], name="notice_acceptance_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} #{self.pk}"
