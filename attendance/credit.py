"""How a scheme counts entries. Pure and deterministic: (entries, rules, date) -> progress (hours.md, section 5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """What a scheme needs to know of an entry; `seconds` is negative for a reversal."""

    seconds: int
    category: str
    modality: str
    occurred_on: dt.date


@dataclass(frozen=True)
class Rules:
    """A scheme version in plain numbers, see SchemeVersion."""

    target_seconds: int
    starts_on: dt.date
    ends_on: dt.date
    minima: dict[str, int]
    caps: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Capped:
    """Seconds left out because a category or a modality is full."""

    dimension: str
    name: str
    seconds: int


@dataclass(frozen=True)
class Counted:
    """The outcome: seconds counted in all and by kind, what was capped out, what a minimum still misses."""

    seconds: int
    by_category: dict[str, int]
    by_modality: dict[str, int]
    capped: list[Capped]
    missing: dict[str, int]
    first_on: dt.date | None
    last_on: dt.date | None

    def is_met(self, target_seconds: int) -> bool:
        return self.seconds >= target_seconds and not self.missing


def rules_of(version: Any) -> Rules:
    """Plain rules from a SchemeVersion (or anything with its attributes)."""
    return Rules(
        target_seconds=version.target_seconds,
        starts_on=version.window_starts_on,
        ends_on=version.window_ends_on,
        minima=version.rules.get("minima", {}),
        caps=version.rules.get("caps", {}),
    )


def evaluate(lines: Iterable[Line], rules: Rules) -> Counted:
    """Count the entries of the period. The order of entries does not matter.

    Caps by modality apply first, category by category in a fixed order, then caps by category.
    """
    cells: dict[tuple[str, str], int] = {}
    first = last = None
    for line in lines:
        if not rules.starts_on <= line.occurred_on <= rules.ends_on:
            continue
        key = (line.category, line.modality)
        cells[key] = cells.get(key, 0) + line.seconds
        first = line.occurred_on if first is None else min(first, line.occurred_on)
        last = line.occurred_on if last is None else max(last, line.occurred_on)
    capped = [*_cap(cells, 1, "modality", rules), *_cap(cells, 0, "category", rules)]
    by_category, by_modality = _sums(cells, 0), _sums(cells, 1)
    missing = {
        name: least - by_category.get(name, 0)
        for name, least in sorted(rules.minima.items())
        if by_category.get(name, 0) < least
    }
    return Counted(sum(cells.values()), by_category, by_modality, capped, missing, first, last)


def _cap(cells: dict[tuple[str, str], int], part: int, dimension: str, rules: Rules) -> list[Capped]:
    capped = []
    for name, most in sorted(rules.caps.get(dimension, {}).items()):
        keys = sorted(key for key in cells if key[part] == name)
        surplus = max(0, sum(cells[key] for key in keys) - most)
        if surplus:
            capped.append(Capped(dimension, name, surplus))
        for key in reversed(keys):
            cut = min(surplus, max(0, cells[key]))
            cells[key] -= cut
            surplus -= cut
    return capped


def _sums(cells: dict[tuple[str, str], int], part: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for key, seconds in cells.items():
        if seconds:
            sums[key[part]] = sums.get(key[part], 0) + seconds
    return dict(sorted(sums.items()))


def forecast(counted: int, target: int, starts_on: dt.date, today: dt.date) -> dt.date | None:
    """The day the target is reached at the pace since the period began; None without any pace."""
    days = (today - starts_on).days + 1
    if counted >= target:
        return today
    if counted <= 0 or days <= 0:
        return None
    ahead = -(-(target - counted) * days // counted)
    return today + dt.timedelta(days=ahead) if ahead < 36500 else None
