"""Rules about registration, continuing education, rewards and the number of supervisors, as data."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums.qualifications import QualificationLevel, RewardKind
from .level_rules import CitedRule


class RegistrationRule(CitedRule):
    """Months within which one registers first, a registration is valid, and the window before its end is open."""

    level = models.CharField(_("qualification level"), max_length=12, choices=QualificationLevel.choices)
    first_within_months = models.PositiveSmallIntegerField(_("months for the first registration"))
    valid_months = models.PositiveSmallIntegerField(_("months a registration is valid"))
    window_months = models.PositiveSmallIntegerField(_("months for registering again"))

    class Meta(CitedRule.Meta):
        verbose_name = _("registration rule")
        verbose_name_plural = _("registration rules")
        constraints = [
            *CitedRule.Meta.constraints,
            models.UniqueConstraint(fields=["level", "effective_from"], name="registrationrule_one_from_a_day"),
            models.CheckConstraint(
                condition=Q(level__in=QualificationLevel.values, window_months__lte=F("valid_months")),
                name="registrationrule_known_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.effective_from}"


class EducationRule(CitedRule):
    """Hours of continuing education in each registration period."""

    level = models.CharField(_("qualification level"), max_length=12, choices=QualificationLevel.choices)
    hours = models.PositiveSmallIntegerField(_("hours of continuing education"))
    per_months = models.PositiveSmallIntegerField(_("in so many months"))

    class Meta(CitedRule.Meta):
        verbose_name = _("continuing education rule")
        verbose_name_plural = _("continuing education rules")
        constraints = [
            *CitedRule.Meta.constraints,
            models.UniqueConstraint(fields=["level", "effective_from"], name="educationrule_one_from_a_day"),
            models.CheckConstraint(
                condition=Q(level__in=QualificationLevel.values, per_months__gte=1), name="educationrule_known_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.effective_from}"


class RewardRule(CitedRule):
    """Who may get a reward or an allowance: a verified level, and what else must be in force. No amounts here."""

    kind = models.CharField(pgettext_lazy("reward", "kind"), max_length=10, choices=RewardKind.choices)
    level = models.CharField(_("qualification level"), max_length=12, choices=QualificationLevel.choices)
    needs_membership = models.BooleanField(_("membership in force"), default=True)
    needs_registration = models.BooleanField(_("registration in force"), default=False)

    class Meta(CitedRule.Meta):
        verbose_name = _("reward rule")
        verbose_name_plural = _("reward rules")
        constraints = [
            *CitedRule.Meta.constraints,
            models.UniqueConstraint(fields=["kind", "level", "effective_from"], name="rewardrule_one_from_a_day"),
            models.CheckConstraint(
                condition=Q(level__in=QualificationLevel.values, kind__in=RewardKind.values),
                name="rewardrule_known_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.level} {self.effective_from}"


class SupervisorTarget(CitedRule):
    """How many supervisors a place is to have; the place by its division code."""

    place_code = models.CharField(_("division code"), max_length=12)
    number = models.PositiveIntegerField(_("target number of supervisors"))

    class Meta(CitedRule.Meta):
        verbose_name = _("target number of supervisors")
        verbose_name_plural = _("target numbers of supervisors")
        constraints = [
            *CitedRule.Meta.constraints,
            models.UniqueConstraint(fields=["place_code", "effective_from"], name="supervisortarget_one_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.place_code} {self.number}"
