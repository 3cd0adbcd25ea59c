"""Dates and numbers that policies set are rows with their source, and stay marked until somebody has compared them."""

from __future__ import annotations

from typing import Any

import pytest

from people.models import EducationRule, ExamSubject, PassingRule, RegistrationRule, RewardRule, SupervisorTarget
from people.policy_targets import all_targets


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [PassingRule, ExamSubject, RegistrationRule, EducationRule, RewardRule, SupervisorTarget]
)
def test_every_rule_of_a_level_has_a_source_a_clause_and_a_first_day(model: Any) -> None:
    rows = list(model.objects.all())
    assert rows
    for row in rows:
        assert row.citation, row
        assert row.clause, row
        assert row.effective_from, row
        assert not row.is_verified, row


def test_every_target_of_the_policy_has_a_source_and_is_not_taken_for_checked() -> None:
    assert all_targets()
    for target in all_targets():
        assert target.citation
        assert target.clause
        assert not target.is_verified


@pytest.mark.django_db
def test_numbers_are_those_of_the_sources() -> None:
    """72 and 90 hours in three years; registered within a year, for three years, again in the last three months."""
    hours = {rule.level: (rule.hours, rule.per_months) for rule in EducationRule.objects.all()}
    assert hours == {"junior": (72, 36), "intermediate": (90, 36), "senior": (90, 36)}
    for rule in RegistrationRule.objects.all():
        assert (rule.first_within_months, rule.valid_months, rule.window_months) == (12, 36, 3)
    years = {rule.level: (rule.within_years, rule.proof_years) for rule in PassingRule.objects.all()}
    assert years == {"junior": (1, None), "intermediate": (2, None), "senior": (1, 3)}
    subjects = [ExamSubject.objects.filter(level=level).count() for level in ("junior", "intermediate", "senior")]
    assert subjects == [2, 3, 1]
