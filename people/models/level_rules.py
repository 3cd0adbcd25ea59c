"""Rules about levels, as data: each row names its source, the days it holds for, and whether the source was checked.

They come from people/data/*.csv (`services.level_rules.load_level_rules`); the product's code holds no number of them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums.qualifications import QualificationLevel


class CitedQuerySet(models.QuerySet[Any]):
    def on(self, day: dt.date) -> CitedQuerySet:
        """The rows that hold on a civil date (both ends included)."""
        is_open = Q(effective_to__isnull=True) | Q(effective_to__gte=day)
        return self.filter(is_open, effective_from__lte=day)


class CitedRule(models.Model):
    """Where a rule is written, from when to when it holds, and whether somebody compared it with the original."""

    citation = models.CharField(pgettext_lazy("rule", "source"), max_length=200)
    clause = models.CharField(pgettext_lazy("rule", "clause"), max_length=300, blank=True)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    is_verified = models.BooleanField(_("checked against the original"), default=False)

    objects = CitedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(citation=""), name="%(class)s_has_source"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="%(class)s_dates_in_order",
            ),
        ]


class PassingRule(CitedRule):
    """All subjects of a level within `within_years` consecutive years; then a review while the proof is valid."""

    level = models.CharField(_("qualification level"), max_length=12, choices=QualificationLevel.choices)
    within_years = models.PositiveSmallIntegerField(_("consecutive years"))
    proof_years = models.PositiveSmallIntegerField(_("years the proof of passing is valid"), null=True, blank=True)
    needs_review = models.BooleanField(_("a review follows the examination"), default=False)

    class Meta(CitedRule.Meta):
        verbose_name = _("passing rule")
        verbose_name_plural = _("passing rules")
        constraints = [
            *CitedRule.Meta.constraints,
            models.UniqueConstraint(fields=["level", "effective_from"], name="passingrule_one_from_a_day"),
            models.CheckConstraint(
                condition=Q(level__in=QualificationLevel.values, within_years__gte=1), name="passingrule_known_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.effective_from}"


class ExamSubject(CitedRule):
    """A subject of a level's examination. `name` is its official name, in Chinese."""

    level = models.CharField(_("qualification level"), max_length=12, choices=QualificationLevel.choices)
    code = models.CharField(max_length=20)
    name = models.CharField(pgettext_lazy("examination", "subject"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(CitedRule.Meta):
        verbose_name = _("examination subject")
        verbose_name_plural = _("examination subjects")
        ordering = ["level", "position"]
        constraints = [
            *CitedRule.Meta.constraints,
            models.UniqueConstraint(fields=["level", "code", "effective_from"], name="examsubject_one_from_a_day"),
            models.CheckConstraint(condition=Q(level__in=QualificationLevel.values), name="examsubject_known_words"),
        ]

    def __str__(self) -> str:
        return self.name
