"""Two accounts' evidence put together as one person's (docs/adr/0016). Pure: plain state in, changed in place.

What the person would have, had all of it been one account: the union of what was studied; no instant counted twice,
whether over lessons, devices or classes; no day beyond its cap. And never more than both accounts had earned.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from . import intervals as spans
from . import study
from .enums import NotCounted
from .intervals import Intervals


@dataclass
class Side:
    """One account's state. `present` is the time of every class it was ever signed in to."""

    clock: study.Clock
    progress: dict[Hashable, study.Progress]
    present: Intervals


@dataclass
class _Time:
    """Wall time that is spoken for already, and how much of each civil day is used."""

    taken: Intervals
    used: dict[str, int]
    day_cap_ms: int
    busy: Intervals

    def fit(self, windows: Intervals, missing: dict[str, int]) -> Intervals:
        """What of `windows` still counts; the rest is noted in `missing` by its reason."""
        free = spans.subtract(windows, self.busy)
        _note(missing, NotCounted.IN_CLASS, spans.length(spans.merge(windows)) - spans.length(free))
        once = spans.subtract(free, self.taken)
        _note(missing, NotCounted.REPEATED, spans.length(free) - spans.length(once))
        counted: Intervals = []
        for day, part in study.by_day(once):
            within = spans.take(part, self.day_cap_ms - self.used.get(day, 0))
            self.used[day] = self.used.get(day, 0) + spans.length(within)
            counted += within
        counted = spans.merge(counted)
        _note(missing, NotCounted.DAY_CAP, spans.length(once) - spans.length(counted))
        self.taken = spans.merge(self.taken, counted)
        return counted


def absorb(
    kept: Side, other: Side, contracts: Mapping[Hashable, study.Contract], *, day_cap_ms: int, at_ms: int
) -> None:
    """Add the other side's evidence to `kept`; `other` stays as it is. Classes win over online study (invariant I2)."""
    most = {
        key: _whole_seconds(kept.progress.get(key)) + _whole_seconds(theirs) for key, theirs in other.progress.items()
    }
    study.occupy(kept.clock, list(kept.progress.values()), other.present)
    taken = spans.merge(*(spans.merge(one.windows, one.pending_windows) for one in kept.progress.values()))
    used = {day: spans.length(part) for day, part in study.by_day(taken)}
    time = _Time(taken, used, day_cap_ms, spans.merge(kept.present, other.present))
    for key, theirs in other.progress.items():
        _add_confirmed(kept.progress.setdefault(key, study.Progress()), theirs, time, most[key])
    for key, theirs in other.progress.items():
        mine = kept.progress[key]
        windows = time.fit(theirs.pending_windows, mine.not_counted)
        mine.pending_windows = spans.merge(mine.pending_windows, windows)
        mine.pending_coverage = spans.merge(mine.pending_coverage, theirs.pending_coverage)
        kept.clock.unchecked_ms += spans.length(windows)
        study.finish_if_complete(mine, contracts[key], at_ms)
    for day, (window_ms, offline_ms) in other.clock.days.items():
        mine_today = kept.clock.days.setdefault(day, [0, 0])
        mine_today[0], mine_today[1] = mine_today[0] + window_ms, mine_today[1] + offline_ms
    kept.clock.misses = sorted([*kept.clock.misses, *other.clock.misses])
    study.touch(kept.clock, at_ms)


def _add_confirmed(mine: study.Progress, theirs: study.Progress, time: _Time, most_seconds: int) -> None:
    for reason, ms in theirs.not_counted.items():
        _note(mine.not_counted, reason, ms)
    mine.windows = spans.merge(mine.windows, time.fit(theirs.windows, mine.not_counted))
    mine.coverage = spans.merge(mine.coverage, theirs.coverage)
    if _whole_seconds(mine) > most_seconds:
        # One watched fast, the other the same minute again and again: together they would fill each other up.
        mine.windows = spans.take(mine.windows, most_seconds * 1000)
    mine.position_ms = mine.position_ms or theirs.position_ms
    mine.quiz_passed_ms = _first(mine.quiz_passed_ms, theirs.quiz_passed_ms)
    mine.finished_ms = _first(mine.finished_ms, theirs.finished_ms)


def shares(amounts: list[int], room: int) -> list[int]:
    """How much of each amount is taken over, in order, until `room` is full. Seconds."""
    taken = []
    for amount in amounts:
        taken.append(max(0, min(amount, room)))
        room -= taken[-1]
    return taken


def _whole_seconds(progress: study.Progress | None) -> int:
    """What is confirmed, whatever the lesson is credited with."""
    if progress is None:
        return 0
    return min(spans.length(progress.coverage), spans.length(progress.windows)) // 1000


def _first(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _note(missing: dict[str, int], reason: str, ms: int) -> None:
    if ms > 0:
        missing[reason] = missing.get(reason, 0) + ms
