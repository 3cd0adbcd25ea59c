"""A roster on its way in: the file, its rows with their verdicts, and how an organisation's columns are named.

What the file says about people lies sealed here, and only until the import is over or has expired.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import RosterOutcome, RosterState, RosterVerdict
from ..querysets import RosterQuerySet
from .accounts import User
from .memberships import Membership
from .organisations import Organisation

OPEN_STATES = (RosterState.READING, RosterState.MAPPING, RosterState.READY, RosterState.WRITING)


class RosterImport(models.Model):
    """One file. `by` is empty for the command line; `is_from_1904`: its days count as on old Macs.

    `done` of `total` rows are through the step that `state` names; `worked_at` is the last sign of life.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="rosters")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="rosters", verbose_name=_("imported by"))
    file_name = models.CharField(pgettext_lazy("roster", "file"), max_length=120)
    file_digest = models.CharField(max_length=64, editable=False)
    state = models.CharField(
        pgettext_lazy("roster", "state"), max_length=10, choices=RosterState.choices, default=RosterState.READING
    )
    fault = models.CharField(max_length=40, blank=True)
    headings_sealed = models.TextField(blank=True)
    signature = models.CharField(max_length=64, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    is_from_1904 = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("uploaded at"))
    worked_at = models.DateTimeField()
    written_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    expires_at = models.DateTimeField()
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "file_digest"],
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
                name="roster_one_open_per_file",
            ),
            models.CheckConstraint(condition=Q(state__in=RosterState.values), name="roster_state_known"),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(purged_at=None), name="roster_to_purge")]

    def __str__(self) -> str:
        return str(self.pk)  # goes into logs: a file's name may be a person's


class RosterFile(models.Model):
    """The file itself, sealed; its row goes when the import is over."""

    roster = models.OneToOneField(RosterImport, models.CASCADE, primary_key=True, related_name="file")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"file #{self.pk}"


class RosterRow(models.Model):
    """One line of data. `number` counts from the heading, which is 1; `line` is the line in the file.

    `reasons` and `open_reasons` are codes between commas; the open ones wait for a yes. `before_sealed` holds what an
    undo puts back.
    """

    roster = models.ForeignKey(RosterImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    cells_sealed = models.TextField(blank=True)
    verdict = models.CharField(max_length=5, choices=RosterVerdict.choices)
    reasons = models.CharField(max_length=400, blank=True)
    open_reasons = models.CharField(max_length=400, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    place = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    is_place_chosen = models.BooleanField(default=False)
    level = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=10, choices=RosterOutcome.choices, default=RosterOutcome.PENDING)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    before_sealed = models.TextField(blank=True)

    class Meta:
        verbose_name = _("roster row")
        verbose_name_plural = _("roster rows")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="roster_row_unique"),
            models.CheckConstraint(condition=Q(verdict__in=RosterVerdict.values), name="roster_row_verdict_known"),
            models.CheckConstraint(condition=Q(outcome__in=RosterOutcome.values), name="roster_row_outcome_known"),
        ]
        indexes = [models.Index(fields=["roster", "verdict", "number"], name="roster_row_by_verdict")]

    def __str__(self) -> str:
        return f"row {self.number}"


class ColumnMapping(models.Model):
    """Which column means what, as an organisation's people set it for files with the same headings."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="column_mappings")
    signature = models.CharField(max_length=64)
    columns = models.JSONField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "signature"], name="column_mapping_one_per_heading")
        ]

    def __str__(self) -> str:
        return self.signature
