"""The rules about levels as they lie in people/data/level_rules/*.csv, one file a kind of rule."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "level_rules"
Value = str | int | bool | dt.date | None
FILES = {
    "PassingRule": ("passing_rules.csv", ("level",)),
    "ExamSubject": ("exam_subjects.csv", ("level", "code")),
    "RegistrationRule": ("registration_rules.csv", ("level",)),
    "EducationRule": ("education_rules.csv", ("level",)),
    "RewardRule": ("reward_rules.csv", ("kind", "level")),
    "SupervisorTarget": ("supervisor_targets.csv", ("place_code",)),
}
"""File of each model, and the columns that, with `effective_from`, name a row."""
READ: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(("effective_from", "effective_to"), dt.date.fromisoformat),
    **dict.fromkeys(
        ("is_verified", "needs_review", "needs_membership", "needs_registration"), lambda text: text == "1"
    ),
    **dict.fromkeys(
        (
            *("within_years", "proof_years", "position", "first_within_months", "valid_months", "window_months"),
            *("hours", "per_months", "number"),
        ),
        int,
    ),
}
EMPTY_IS_NONE = {"effective_to", "proof_years"}


def read_rules(model: str) -> Iterator[tuple[dict[str, Value], dict[str, Value]]]:
    """Of each row what names it, and the rest. ValueError or KeyError for a file that is not as it should be."""
    name, natural = FILES[model]
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            values = {column: _value(column, text) for column, text in row.items()}
            key = {column: values.pop(column) for column in (*natural, "effective_from")}
            yield key, values


def _value(column: str, text: str) -> Value:
    if not text and column in EMPTY_IS_NONE:
        return None
    return READ[column](text) if column in READ else text
