"""Targets that a policy sets for organisations: data with their source (people/data/policy_targets.csv)."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "policy_targets.csv"
SOCIAL_WORK_POST_SHARE = "social_work_post_share"


@dataclass(frozen=True)
class PolicyTarget:
    """A number that a policy asks for; `is_verified` once somebody has compared it with the decision itself."""

    key: str
    value: int
    unit: str
    effective_on: dt.date
    ends_on: dt.date | None
    citation: str
    clause: str
    is_verified: bool


def target_on(key: str, on: dt.date) -> PolicyTarget | None:
    """The target in force on a civil date: the one that came last, or nothing."""
    fitting = [
        target
        for target in all_targets()
        if target.key == key and target.effective_on <= on and (target.ends_on is None or on <= target.ends_on)
    ]
    return max(fitting, key=lambda target: target.effective_on, default=None)


@cache
def all_targets() -> tuple[PolicyTarget, ...]:
    with FILE.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(
            PolicyTarget(
                key=row["key"],
                value=int(row["value"]),
                unit=row["unit"],
                effective_on=dt.date.fromisoformat(row["effective_on"]),
                ends_on=dt.date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
                citation=row["citation"],
                clause=row["clause"],
                is_verified=row["verified"] == "true",
            )
            for row in csv.DictReader(lines)
        )
