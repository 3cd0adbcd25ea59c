"""Files of people's data that somebody asked for: why, what is in them, and what became of them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import ExportEventKind, ExportFormat, ExportState
from ..querysets import PersonalExportEventQuerySet, PersonalExportQuerySet
from .accounts import User
from .organisations import Organisation

SHORTEST_PURPOSE = 6
WITH_FILE = ~Q(file_name="") & ~Q(file_sha256="") & Q(finished_at__isnull=False, expires_at__isnull=False)


class PersonalExport(models.Model):
    """One file. The record stays for good; the file, sealed and outside every public address, lives seven days.

    `filters` and `columns` are what was asked for, as `people.exporting` reads them; `file_name` is a name below
    `settings.EXPORT_ROOT`, empty when there is no file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="personal_exports", verbose_name=_("asked for by"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    purpose = models.CharField(pgettext_lazy("export", "purpose"), max_length=200)
    filters = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    file_format = models.CharField(_("file format"), max_length=4, choices=ExportFormat.choices)
    is_full = models.BooleanField(pgettext_lazy("export", "unmasked"), default=False)
    reason = models.CharField(_("reason for full values"), max_length=200, blank=True)
    state = models.CharField(
        pgettext_lazy("export", "state"), max_length=8, choices=ExportState.choices, default=ExportState.WAITING
    )
    rows_total = models.PositiveIntegerField(pgettext_lazy("export", "rows"), default=0)
    rows_written = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(_("asked for at"))
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    file_name = models.CharField(max_length=60, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_bytes = models.PositiveBigIntegerField(default=0)

    objects = PersonalExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of personal data")
        verbose_name_plural = _("exports of personal data")
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="personal_export_by_asker")]
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("purpose"), SHORTEST_PURPOSE), name="personal_export_has_purpose"
            ),
            models.CheckConstraint(
                condition=Q(is_full=False) | Q(GreaterThanOrEqual(Length("reason"), SHORTEST_PURPOSE)),
                name="personal_export_full_has_reason",
            ),
            models.CheckConstraint(
                condition=(Q(state=ExportState.READY) & WITH_FILE) | (~Q(state=ExportState.READY) & Q(file_name="")),
                name="personal_export_file_when_ready",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("asked_at")),
                name="personal_export_expires_later",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ExportState.values) & Q(file_format__in=ExportFormat.values),
                name="personal_export_known_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PersonalExportEvent(models.Model):
    """What happened to an export, by whom and when; only ever added to. `actor` is empty for the system itself."""

    export = models.ForeignKey(PersonalExport, models.PROTECT, related_name="events")
    kind = models.CharField(pgettext_lazy("export", "event"), max_length=10, choices=ExportEventKind.choices)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    happened_at = models.DateTimeField(pgettext_lazy("export", "at"))

    objects = PersonalExportEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of an export")
        verbose_name_plural = _("events of exports")
        ordering = ["happened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ExportEventKind.values), name="personal_export_event_known_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.kind}"
