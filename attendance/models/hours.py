"""The hour ledger and the schemes that count it (hours.md, sections 4 and 5)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.enums import Category, Modality, ServiceField
from people.models import User

from ..enums import SourceKind


class HourEntryQuerySet(models.QuerySet["HourEntry"]):
    def visible_to(self, user: Any) -> HourEntryQuerySet:
        """One's own entries, and those of the people in the subtrees one oversees.

        With those of accounts which were put together with one of these.
        """
        people = User.objects.visible_to(user)
        return self.filter(Q(learner__in=people) | Q(learner__merged_into__in=people))


class HourEntry(models.Model):
    """One line of the ledger. Seconds are signed; a correction is a reversal plus a new entry.

    `attendance.services.ledger` is the only writer, and the database refuses change and removal.
    `explanation` is the arithmetic as it stood when the entry was posted.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="hour_entries")
    seconds = models.IntegerField(_("seconds"))
    title = models.CharField(_("title"), max_length=255)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    service_field = models.CharField(_("service field"), max_length=12, choices=ServiceField.choices)
    modality = models.CharField(_("modality"), max_length=12, choices=Modality.choices)
    occurred_on = models.DateField(_("occurred on"))
    posted_at = models.DateTimeField(_("posted at"))
    source_kind = models.CharField(_("source"), max_length=10, choices=SourceKind.choices)
    source_key = models.CharField(max_length=160)
    content_key = models.UUIDField(null=True)
    course_key = models.UUIDField(null=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    rule_version = models.CharField(_("rule version"), max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    explanation = models.JSONField()

    objects = HourEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("hour entry")
        verbose_name_plural = _("hour entries")
        indexes = [
            models.Index(fields=["learner", "occurred_on"], name="hour_entry_by_day"),
            models.Index(fields=["learner", "content_key"], name="hour_entry_by_content"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_key"], name="hour_entry_source_once"),
            models.CheckConstraint(condition=~Q(seconds=0), name="hour_entry_not_zero"),
            models.CheckConstraint(
                condition=(Q(source_kind=SourceKind.REVERSAL) & Q(reverses__isnull=False))
                | (~Q(source_kind=SourceKind.REVERSAL) & Q(reverses__isnull=True) & Q(seconds__gt=0)),
                name="hour_entry_reversal_names_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"L-{self.pk}"


class Scheme(models.Model):
    """A training obligation, such as the founding 120 hours."""

    key = models.SlugField(primary_key=True)

    class Meta:
        verbose_name = _("scheme")

    def __str__(self) -> str:
        return self.key


class SchemeVersion(models.Model):
    """The rules of a scheme from a date on. Never changed: a new rule is a new version.

    `rules`: `{"minima": {category: seconds}, "caps": {"category"|"modality": {name: seconds}}}`;
    `audience`: `{"worker_categories": [...]}`, empty for everybody. The window includes both dates.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=120)
    effective_on = models.DateField(_("effective on"))
    target_seconds = models.PositiveIntegerField(_("target in seconds"))
    minutes_per_credit = models.PositiveSmallIntegerField(_("minutes per credit hour"), default=60)
    window_starts_on = models.DateField(_("period starts on"))
    window_ends_on = models.DateField(_("period ends on"))
    rules = models.JSONField(default=dict)
    audience = models.JSONField(default=dict)
    citation = models.TextField(_("source of the rule"))
    is_verified = models.BooleanField(_("checked against the original"), default=False)

    class Meta:
        verbose_name = _("scheme version")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_number_unique"),
            models.UniqueConstraint(fields=["scheme", "effective_on"], name="scheme_version_one_a_day"),
            models.CheckConstraint(
                condition=Q(window_ends_on__gte=F("window_starts_on")),
                name="scheme_version_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(minutes_per_credit__gte=1),
                name="scheme_version_credit_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} v{self.number}"
