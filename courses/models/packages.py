"""SCORM packages. A package never changes: what is corrected is uploaded as a new one beside it (docs/adr/0025)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Organisation
from people.querysets import overseen_paths, under

from ..enums.packages import PackageVersion
from ..querysets import TEACHING_ROLES
from .editions import LessonEdition


class PackageQuerySet(models.QuerySet["LessonPackage"]):
    def visible_to(self, user: Any) -> PackageQuerySet:
        """Those of the organisations somebody trains for or administers; as `rules.may_author_for` says."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(under(overseen_paths(user, TEACHING_ROLES), "organisation__"))


class LessonPackage(models.Model):
    """An uploaded SCORM package, unpacked. `parts` are courses.packages.manifest.Part as plain values, in order.

    `left_out` are names of files that are in the zip but never served, because of their kind.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="packages")
    title = models.CharField(_("title"), max_length=200)
    version = models.CharField(pgettext_lazy("package", "standard"), max_length=8, choices=PackageVersion.choices)
    parts = models.JSONField()
    has_sequencing = models.BooleanField(default=False)
    top_folder = models.CharField(max_length=255, blank=True)
    left_out = models.JSONField(default=list)
    file_name = models.CharField(max_length=255)
    file_count = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("SCORM package")
        verbose_name_plural = _("SCORM packages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="package_once_an_organisation"),
            models.CheckConstraint(condition=Q(version__in=PackageVersion.values), name="package_version_known"),
            models.CheckConstraint(condition=Q(file_count__gte=2), name="package_holds_files"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def launch_path(self) -> str:
        return str(self.parts[0]["path"])

    def part(self, identifier: str) -> dict[str, Any] | None:
        return next((part for part in self.parts if part["identifier"] == identifier), None)


class PackageFile(models.Model):
    """One file that may be served. `folded` is its path as it is looked for; `number` is its name in the storage."""

    package = models.ForeignKey(LessonPackage, models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=500)
    folded = models.CharField(max_length=1000)
    size_bytes = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("file of a package")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "folded"], name="package_file_path_once"),
            models.UniqueConstraint(fields=["package", "number"], name="package_file_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.package_id}/{self.number}"


class EditionPackage(models.Model):
    """The package that a frozen edition runs; append-only, and the reason that neither can be removed."""

    edition = models.OneToOneField(LessonEdition, models.PROTECT, related_name="packaged")
    package = models.ForeignKey(LessonPackage, models.PROTECT, related_name="editions")

    class Meta:
        verbose_name = _("package of an edition")

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.package_id}"
