"""The time rules of online study (hours.md, section 1), as pure functions over plain state.

Instants and windows are milliseconds since 1970, coverage is milliseconds of the lesson's timeline. The
services load the state, apply one function and store it; `rebuild_study` replays the evidence through the
very same functions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from . import intervals as spans
from .enums import BeatMode, FenceReason, NotCounted
from .errors import SessionClosed, TooEarly
from .intervals import Intervals

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS_KEPT = 2


@dataclass(frozen=True)
class Rules:
    """A study policy in milliseconds."""

    gap_ms: int
    eps_ms: int
    offline_outage_ms: int
    offline_day_ms: int
    speed_percent: int
    day_cap_ms: int
    idle_ms: int
    session_max_ms: int
    answer_ms: int
    misses_per_day: int


@dataclass(frozen=True)
class Contract:
    """What finishing an edition takes."""

    media_ms: int
    reading_ms: int
    duration_ms: int
    credited_seconds: int
    coverage_percent: int
    has_quiz: bool


@dataclass
class Clock:
    last_ms: int = 0
    days: dict[str, list[int]] = field(default_factory=dict)
    misses: list[int] = field(default_factory=list)
    busy: Intervals = field(default_factory=list)
    unchecked_ms: int = 0


@dataclass
class Session:
    opened_ms: int
    last_ms: int
    active_ms: int
    signed_in_ms: int
    outage_ms: int = 0
    fenced_ms: int | None = None
    frozen_ms: int | None = None
    reason: str = ""


@dataclass
class Progress:
    coverage: Intervals = field(default_factory=list)
    windows: Intervals = field(default_factory=list)
    pending_coverage: Intervals = field(default_factory=list)
    pending_windows: Intervals = field(default_factory=list)
    not_counted: dict[str, int] = field(default_factory=dict)
    position_ms: int = 0
    quiz_passed_ms: int | None = None
    finished_ms: int | None = None


def instant(clock: Clock, at_ms: int) -> int:
    """The database's instant, never before one this learner has already seen."""
    return max(at_ms, clock.last_ms)


def civil_day(at_ms: int) -> dt.date:
    return dt.datetime.fromtimestamp(at_ms / 1000, SHANGHAI).date()


def _midnight_after(at_ms: int) -> int:
    tomorrow = civil_day(at_ms) + dt.timedelta(days=1)
    return int(dt.datetime.combine(tomorrow, dt.time(), SHANGHAI).timestamp()) * 1000


def by_day(window: Intervals) -> list[tuple[str, Intervals]]:
    """The window cut at midnight: (civil day, its part)."""
    parts: dict[str, Intervals] = {}
    for span in window:
        start, end = span
        while start < end:
            cut = min(end, _midnight_after(start))
            parts.setdefault(civil_day(start).isoformat(), []).append((start, cut))
            start = cut
    return list(parts.items())


def fence(session: Session, rules: Rules, at_ms: int, reason: str) -> None:
    """End a session. Its last window stays open for beats that are still on their way."""
    session.fenced_ms = at_ms
    session.frozen_ms = max(session.last_ms, min(at_ms, session.last_ms + rules.gap_ms))
    session.reason = reason


def fence_if_too_long(session: Session, rules: Rules, at_ms: int) -> bool:
    limit = session.opened_ms + rules.session_max_ms
    if session.fenced_ms is None and at_ms > limit:
        fence(session, rules, max(limit, session.last_ms), FenceReason.TOO_LONG)
        return True
    return False


def is_paused(clock: Clock, session: Session, rules: Rules, at_ms: int) -> bool:
    """Three checks missed on one civil day since the learner signed in."""
    today = civil_day(at_ms)
    recent = [missed for missed in clock.misses if missed > session.signed_in_ms and civil_day(missed) == today]
    return len(recent) >= rules.misses_per_day


@dataclass(frozen=True)
class Beat:
    """What one accepted beat did: the window it added and the milliseconds it did not count, by reason."""

    window: Intervals
    ranges: Intervals
    not_counted: dict[str, int]


def accept_beat(
    clock: Clock,
    session: Session,
    progress: Progress,
    rules: Rules,
    *,
    ranges: Intervals,
    mode: str,
    at_ms: int,
) -> Beat:
    """Count a beat received at `at_ms` (already monotone). Raises SessionClosed or TooEarly, changing nothing."""
    horizon = at_ms
    if session.fenced_ms is not None and session.frozen_ms is not None:
        if at_ms - session.fenced_ms > rules.offline_outage_ms:
            raise SessionClosed
        horizon = session.frozen_ms
    window = _window(clock, session, rules, mode, horizon)
    claimed = spans.length(spans.merge(ranges))
    silent = max(0, horizon - session.last_ms - spans.length(window))
    missing: dict[str, int] = {NotCounted.GAP: min(silent, claimed)}
    counted, trimmed = _trim(clock, session, rules, window, has_ranges=bool(ranges), at_ms=at_ms)
    missing.update(trimmed)
    known = spans.merge(progress.coverage, progress.pending_coverage)
    fresh = spans.length(spans.merge(known, ranges)) - spans.length(known)
    over = fresh - _room(progress, known, counted, rules)
    if over > 0 and not trimmed:
        raise TooEarly(retry_after=_wait(over, rules))
    if over > 0 or (trimmed and not counted) or is_paused(clock, session, rules, at_ms):
        ranges, fresh = [], 0  # this time does not count, so its content cannot either
    repeated = spans.length(spans.merge(ranges)) - fresh
    missing[NotCounted.REPEATED] = min(spans.length(counted), repeated)
    _count(clock, session, progress, window=counted, ranges=ranges, mode=mode, horizon=horizon, at_ms=at_ms)
    beat = Beat(counted, ranges, {reason: ms for reason, ms in missing.items() if ms > 0})
    for reason, ms in beat.not_counted.items():
        progress.not_counted[reason] = progress.not_counted.get(reason, 0) + ms
    return beat


def _window(clock: Clock, session: Session, rules: Rules, mode: str, horizon: int) -> Intervals:
    reach = rules.gap_ms
    if mode == BeatMode.OFFLINE:
        outage_left = rules.offline_outage_ms - session.outage_ms
        end = max(session.last_ms, min(horizon, session.last_ms + outage_left))
        days = {civil_day(session.last_ms).isoformat(), civil_day(end).isoformat()}
        used = max(clock.days.get(day, [0, 0])[1] for day in days)  # of both days around a midnight
        reach = max(reach, min(outage_left, rules.offline_day_ms - used))
    return spans.merge([(session.last_ms, min(horizon, session.last_ms + reach))])


def _trim(
    clock: Clock,
    session: Session,
    rules: Rules,
    window: Intervals,
    *,
    has_ranges: bool,
    at_ms: int,
) -> tuple[Intervals, dict[str, int]]:
    if not window:
        return window, {}
    if is_paused(clock, session, rules, at_ms):
        return [], {NotCounted.PAUSED: spans.length(window)}
    if not has_ranges and at_ms - session.active_ms > rules.idle_ms:
        return [], {NotCounted.IDLE: spans.length(window)}
    trimmed: dict[str, int] = {}
    free = spans.subtract(window, clock.busy)
    if in_class := spans.length(window) - spans.length(free):
        trimmed[NotCounted.IN_CLASS] = in_class
    counted: Intervals = []
    for day, part in by_day(free):
        counted += spans.take(part, rules.day_cap_ms - clock.days.get(day, [0, 0])[0])
    counted = spans.merge(counted)
    if beyond := spans.length(free) - spans.length(counted):
        trimmed[NotCounted.DAY_CAP] = beyond
    return counted, trimmed


def _room(progress: Progress, known: Intervals, window: Intervals, rules: Rules) -> int:
    """Milliseconds of new content that fit: what all wall time allows less what is known, at least what this window
    allows. The latter matters once a class has taken windows away: without it the lesson could never go on."""
    wall = spans.length(spans.merge(progress.windows, progress.pending_windows, window))
    budget = wall * rules.speed_percent // 100 + rules.eps_ms
    return max(budget - spans.length(known), spans.length(window) * rules.speed_percent // 100)


def _wait(over: int, rules: Rules) -> int:
    """Whole seconds until `over` milliseconds more fit, rounded up."""
    return max(1, -(-over * 100 // rules.speed_percent // 1000))


def _count(
    clock: Clock,
    session: Session,
    progress: Progress,
    *,
    window: Intervals,
    ranges: Intervals,
    mode: str,
    horizon: int,
    at_ms: int,
) -> None:
    offline = mode == BeatMode.OFFLINE
    session.outage_ms = session.outage_ms + spans.length(window) if offline else 0
    session.last_ms = max(session.last_ms, horizon)
    if ranges:
        session.active_ms = max(session.active_ms, horizon)
        progress.position_ms = ranges[-1][1]
    for day, part in by_day(window):
        used = clock.days.setdefault(day, [0, 0])
        used[0] += spans.length(part)
        used[1] += spans.length(part) if offline else 0
    clock.unchecked_ms += spans.length(window)
    progress.pending_windows = spans.merge(progress.pending_windows, window)
    progress.pending_coverage = spans.merge(progress.pending_coverage, ranges)
    touch(clock, at_ms)


def touch(clock: Clock, at_ms: int) -> None:
    """Advance the learner's clock and forget what no rule can ask for any more."""
    clock.last_ms = max(clock.last_ms, at_ms)
    oldest = (civil_day(clock.last_ms) - dt.timedelta(days=DAYS_KEPT - 1)).isoformat()
    clock.days = {day: used for day, used in clock.days.items() if day >= oldest}
    clock.misses = [missed for missed in clock.misses if civil_day(missed).isoformat() >= oldest]
    clock.busy = [(a, b) for a, b in clock.busy if civil_day(b).isoformat() >= oldest]


def confirm(clock: Clock, progresses: list[Progress]) -> None:
    """A check was passed: everything studied since the last one counts."""
    clock.unchecked_ms = 0
    for progress in progresses:
        progress.coverage = spans.merge(progress.coverage, progress.pending_coverage)
        progress.windows = spans.merge(progress.windows, progress.pending_windows)
        progress.pending_coverage, progress.pending_windows = [], []


def void(clock: Clock, progresses: list[Progress], at_ms: int) -> None:
    """A check was missed: what was studied since the last one is dropped and may be studied again at once."""
    clock.unchecked_ms = 0
    clock.misses.append(at_ms)
    for progress in progresses:
        dropped = spans.length(progress.pending_windows)
        if dropped:
            reason = NotCounted.CHECK_MISSED
            progress.not_counted[reason] = progress.not_counted.get(reason, 0) + dropped
        progress.pending_coverage, progress.pending_windows = [], []


def occupy(clock: Clock, progresses: list[Progress], busy: Intervals) -> None:
    """The learner was in a class: online windows in that time go, now and later (hours.md, invariant I2)."""
    clock.busy = spans.merge(clock.busy, busy)
    for progress in progresses:
        before = spans.length(progress.windows) + spans.length(progress.pending_windows)
        progress.windows = spans.subtract(progress.windows, busy)
        progress.pending_windows = spans.subtract(progress.pending_windows, busy)
        lost = before - spans.length(progress.windows) - spans.length(progress.pending_windows)
        if lost:
            progress.not_counted[NotCounted.IN_CLASS] = progress.not_counted.get(NotCounted.IN_CLASS, 0) + lost


def credit_seconds(progress: Progress, contract: Contract, *, with_pending: bool = False) -> int:
    """Seconds earned: the least of confirmed coverage, confirmed wall time and the approved length."""
    coverage, windows = progress.coverage, progress.windows
    if with_pending:
        coverage = spans.merge(coverage, progress.pending_coverage)
        windows = spans.merge(windows, progress.pending_windows)
    return min(
        spans.length(coverage) // 1000,
        spans.length(windows) // 1000,
        contract.credited_seconds,
    )


def covers(coverage: Intervals, contract: Contract) -> bool:
    """Whether the recording and the reading part are each studied to the contract's share."""
    media = spans.length(spans.intersect(coverage, [(0, contract.media_ms)]))
    reading = spans.length(spans.intersect(coverage, [(contract.media_ms, contract.duration_ms)]))
    share = contract.coverage_percent
    return media * 100 >= contract.media_ms * share and reading * 100 >= contract.reading_ms * share


def wants_closing_check(progress: Progress, contract: Contract) -> bool:
    """All is studied and the quiz is passed, but the last stretch was never checked.

    Asked when the contract would be met, and once more when the credit would be full: never at every beat.
    """
    if not progress.pending_windows or (contract.has_quiz and progress.quiz_passed_ms is None):
        return False
    if progress.finished_ms is not None:
        full = credit_seconds(progress, contract, with_pending=True) == contract.credited_seconds
        return full and credit_seconds(progress, contract) < contract.credited_seconds
    return covers(spans.merge(progress.coverage, progress.pending_coverage), contract)


def finish_if_complete(progress: Progress, contract: Contract, at_ms: int) -> None:
    quiz_done = not contract.has_quiz or progress.quiz_passed_ms is not None
    if progress.finished_ms is None and quiz_done and covers(progress.coverage, contract):
        progress.finished_ms = at_ms
