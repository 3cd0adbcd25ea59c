"""Regulations that courses cite, with the days between which they are in force."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable
from wagtail.search import index


class Regulation(index.Indexed, models.Model):
    """In force from `effective_on` until the day before `repealed_on`; an empty day is one nobody knows of.

    `is_verified`: somebody has compared the days with the text that the authority published.
    """

    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(
        pgettext_lazy("regulation", "number"), max_length=80, blank=True, help_text=_("As printed below its title.")
    )
    effective_on = models.DateField(pgettext_lazy("regulation", "in force from"), null=True, blank=True)
    repealed_on = models.DateField(
        pgettext_lazy("regulation", "repealed from"),
        null=True,
        blank=True,
        help_text=_("The first day on which it is no longer in force."),
    )
    replaced_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=pgettext_lazy("regulation", "replaced by"),
    )
    source = models.CharField(
        pgettext_lazy("regulation", "source"), max_length=300, blank=True, help_text=_("Where its days can be checked.")
    )
    is_verified = models.BooleanField(_("days compared with the published text"), default=False)

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("number"),
        index.AutocompleteField("number"),
        index.FilterField("is_verified"),
        index.FilterField("repealed_on"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("law", "regulation")
        verbose_name_plural = pgettext_lazy("law", "regulations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["title", "number"], name="regulation_once"),
            models.CheckConstraint(condition=~Q(title=""), name="regulation_has_title"),
            models.CheckConstraint(
                condition=Q(repealed_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(repealed_on__gt=F("effective_on")),
                name="regulation_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")), name="regulation_not_its_own_heir"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})" if self.number else self.title

    def is_in_force(self, on: dt.date) -> bool:
        """An unknown day does not stand against it."""
        has_begun = self.effective_on is None or self.effective_on <= on
        return has_begun and (self.repealed_on is None or on < self.repealed_on)


class CitedRegulation(Orderable):
    """A course rests on a regulation of the register."""

    page = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="citations")
    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("cited regulation")
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "regulation"], name="regulation_cited_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.regulation_id}"
