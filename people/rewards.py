"""Who may get a reward or an allowance. Pure: the rule as a row says it, and the facts on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .enums.qualifications import LEVELS_UPWARDS, QualificationLevel, RewardKind


@dataclass(frozen=True)
class Terms:
    """What one row asks for besides a verified level."""

    kind: RewardKind
    level: QualificationLevel
    needs_membership: bool
    needs_registration: bool


@dataclass(frozen=True)
class Facts:
    """Of one person on one day: verified levels, the registered ones among them, and whether a membership holds."""

    verified: frozenset[QualificationLevel]
    registered: frozenset[QualificationLevel] = frozenset()
    is_member: bool = False


def highest(levels: Iterable[QualificationLevel]) -> QualificationLevel | None:
    """The one that counts: nobody gets the same thing for two levels."""
    held = frozenset(levels)
    return next((level for level in reversed(LEVELS_UPWARDS) if level in held), None)


def is_eligible(terms: Terms, facts: Facts) -> bool:
    """For the highest verified level only; a registration of a lower level does not stand in for it."""
    return (
        highest(facts.verified) == terms.level
        and (facts.is_member or not terms.needs_membership)
        and (terms.level in facts.registered or not terms.needs_registration)
    )
