"""Evidence of classes attended in person (hours.md, section 2)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.enums import Category, Modality, ServiceField
from people.models import Organisation


class ClassSession(models.Model):
    """One meeting of a class. Its segments are the time that counts; what lies between them is a break."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="class_sessions")
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    service_field = models.CharField(_("service field"), max_length=12, choices=ServiceField.choices)
    modality = models.CharField(
        _("modality"),
        max_length=12,
        choices=Modality.choices,
        default=Modality.CLASSROOM,
    )

    class Meta:
        verbose_name = _("class session")

    def __str__(self) -> str:
        return self.title


class ClassSegment(models.Model):
    session = models.ForeignKey(ClassSession, models.PROTECT, related_name="segments")
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))

    class Meta:
        verbose_name = _("class segment")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["session", "starts_at"], name="class_segment_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="class_segment_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class ClassPresence(models.Model):
    """A person was in the room from sign-in to sign-out, as the trainer recorded it. Never changed."""

    session = models.ForeignKey(ClassSession, models.PROTECT, related_name="presences")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="class_presences")
    tick = models.PositiveBigIntegerField()
    in_at = models.DateTimeField(_("signed in at"))
    out_at = models.DateTimeField(_("signed out at"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("class presence")
        constraints = [
            models.UniqueConstraint(fields=["session", "learner"], name="class_presence_once"),
            models.CheckConstraint(condition=Q(out_at__gt=F("in_at")), name="class_presence_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.pk}"
