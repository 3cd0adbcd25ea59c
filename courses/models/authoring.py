"""What authors of an organisation work with: its groups and files, and texts used in several lessons."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Collection, RevisionMixin

from people.models import Organisation

from ..blocks import TEXT_FEATURES
from ..querysets import authored_by
from .editions import LessonEdition


class TeachingUnit(models.Model):
    """An organisation that has courses or trainers: Wagtail's groups that open its courses, and where its files lie."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="teaching_unit")
    trainers = models.OneToOneField(Group, models.PROTECT, related_name="+")
    administrators = models.OneToOneField(Group, models.PROTECT, related_name="+")
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("teaching unit")

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class TextModuleQuerySet(models.QuerySet["TextModule"]):
    def visible_to(self, user: Any) -> TextModuleQuerySet:
        """Those of the organisations somebody trains for or administers. Twin of `rules.may_author_for`."""
        return self.filter(organisation__in=authored_by(user))


class TextModule(RevisionMixin, models.Model):
    """A text that several lessons use; publishing a lesson freezes it as it is then."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    title = models.CharField(_("title"), max_length=120)
    body = RichTextField(_("text"), features=TEXT_FEATURES)

    objects = TextModuleQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("snippet", "text module")
        verbose_name_plural = pgettext_lazy("snippet", "text modules")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "title"], name="text_module_title_unique")
        ]

    def __str__(self) -> str:
        return self.title


class EditionFile(models.Model):
    """An image or document that a frozen edition shows; append-only, and the reason that it can't be removed."""

    edition = models.ForeignKey(LessonEdition, models.PROTECT, related_name="files")
    image = models.ForeignKey(get_image_model_string(), models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(get_document_model_string(), models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("file of an edition")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(image__isnull=True, document__isnull=False) | Q(image__isnull=False, document__isnull=True),
                name="edition_file_is_one",
            ),
            models.UniqueConstraint(
                fields=["edition", "image"], condition=Q(image__isnull=False), name="edition_image_once"
            ),
            models.UniqueConstraint(
                fields=["edition", "document"], condition=Q(document__isnull=False), name="edition_document_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.image_id or self.document_id}"
