"""The rules about levels with their sources, for the HR desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy, pgettext

from ..desk.pages import DeskPage
from ..models import (
    EducationRule,
    ExamSubject,
    PassingRule,
    RegistrationRule,
    RewardRule,
    SupervisorTarget,
)
from .verification import to_qualifications

KINDS_OF_RULES = (PassingRule, ExamSubject, RegistrationRule, EducationRule, RewardRule, SupervisorTarget)


class LevelRules(DeskPage):
    """Every rule about levels with where it is written, and whether somebody has compared it with the original."""

    template_name = "people/desk/level_rules.html"
    page_title = gettext_lazy("Rules and sources")
    header_icon = "doc-full"

    def above(self) -> list[dict[str, Any]]:
        return [to_qualifications()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [
            (model._meta.verbose_name_plural, [(row, _values(row)) for row in model.objects.order_by("pk")])
            for model in KINDS_OF_RULES
        ]
        return super().get_context_data(groups=groups, **kwargs)


CITATION_FIELDS = {"id", "citation", "clause", "effective_from", "effective_to", "is_verified", "code", "position"}


def _values(row: Any) -> list[tuple[Any, Any]]:
    """What a rule says, in words: label and value of each of its own columns."""
    shown = []
    for field in row._meta.fields:
        if field.name in CITATION_FIELDS:
            continue
        value = getattr(row, f"get_{field.name}_display")() if field.choices else getattr(row, field.name)
        if isinstance(value, bool):
            value = pgettext("rule", "yes") if value else pgettext("rule", "no")
        if value is not None:
            shown.append((field.verbose_name, value))
    return shown
