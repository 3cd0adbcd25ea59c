"""What packages report of themselves. Claims of third-party content: shown, kept, and never credited as time."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import LessonPackage
from people.models import User

from ..enums import PackageCompletion, PackageSuccess


class PackageRunQuerySet(models.QuerySet["PackageRun"]):
    def of(self, learner: User) -> PackageRunQuerySet:
        """The learner's own, and those of accounts put together with the learner's."""
        return self.filter(Q(learner=learner) | Q(learner__merged_into=learner))


class PackageRun(models.Model):
    """Projection: where a learner stands in one part (SCO) of a package; what it goes on from on any device.

    `state` is the newest CMI the part has reported. `launch` names the last opening: only it may report, so that a
    page left open elsewhere overwrites nothing. `claimed_seconds` is what the part says of its own time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="package_runs")
    package = models.ForeignKey(LessonPackage, models.PROTECT, related_name="runs")
    part = models.CharField(max_length=255)
    launch = models.UUIDField()
    last_seq = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)
    state = models.JSONField(default=dict)
    completion = models.CharField(max_length=12, choices=PackageCompletion.choices, default=PackageCompletion.UNKNOWN)
    success = models.CharField(max_length=8, choices=PackageSuccess.choices, default=PackageSuccess.UNKNOWN)
    score_raw = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    score_max = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    score_scaled = models.DecimalField(max_digits=6, decimal_places=4, null=True)
    location = models.CharField(max_length=1000, blank=True)
    claimed_seconds = models.PositiveIntegerField(default=0)
    commit_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    objects = PackageRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a package")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "package", "part"], name="package_run_once"),
            models.CheckConstraint(
                condition=Q(completion__in=PackageCompletion.values) & Q(success__in=PackageSuccess.values),
                name="package_run_words_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def score_text(self) -> str:
        """In points where the part gives some, else in percent of its own scale; empty where it gives none."""
        if self.score_raw is not None:
            most = f" / {self.score_max.normalize():f}" if self.score_max else ""
            return f"{self.score_raw.normalize():f}{most}"
        return f"{(self.score_scaled * 100).normalize():f}%" if self.score_scaled is not None else ""


class PackageCommit(models.Model):
    """One report of a part, in short; append-only. The whole state is only kept of the newest one, in the run."""

    run = models.ForeignKey(PackageRun, models.PROTECT, related_name="commits")
    launch = models.UUIDField()
    seq = models.PositiveIntegerField()
    state_hash = models.CharField(max_length=64)
    completion = models.CharField(max_length=12, choices=PackageCompletion.choices)
    success = models.CharField(max_length=8, choices=PackageSuccess.choices)
    score_raw = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    score_scaled = models.DecimalField(max_digits=6, decimal_places=4, null=True)
    claimed_seconds = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("report of a package")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "launch", "seq"], name="package_commit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.seq}"
