"""Replaying the evidence of one learner through the time rules: what the projections and the ledger must be.

Events come in the learner's order (`tick`). Nothing here reads a projection or the ledger.
"""

from __future__ import annotations

import uuid
from collections.abc import Hashable
from dataclasses import dataclass, field

from . import study
from .enums import CheckResult
from .intervals import Intervals, length, merge

SessionKey = Hashable
EditionKey = Hashable


@dataclass(frozen=True)
class Edition:
    """What replaying needs of an edition."""

    contract: study.Contract
    content_key: uuid.UUID
    posts_by_time: bool


@dataclass(frozen=True)
class Opened:
    session: SessionKey
    edition: EditionKey
    at_ms: int
    signed_in_ms: int
    rules: study.Rules


@dataclass(frozen=True)
class Fenced:
    session: SessionKey
    fenced_ms: int
    frozen_ms: int
    reason: str


@dataclass(frozen=True)
class Beat:
    session: SessionKey
    ranges: Intervals
    mode: str
    at_ms: int


@dataclass(frozen=True)
class Stride:
    """What a run of compacted beats did, between two other events of the learner."""

    session: SessionKey
    coverage: Intervals
    windows: Intervals
    not_counted: dict[str, int]
    days: dict[str, list[int]]
    position_ms: int
    last_ms: int
    active_ms: int
    outage_ms: int
    at_ms: int


@dataclass(frozen=True)
class Settled:
    """A presence check with its result; `at_ms` is the answer, or the end of the time for it."""

    result: str
    at_ms: int
    answered: bool


@dataclass(frozen=True)
class HandedIn:
    edition: EditionKey
    is_passed: bool
    at_ms: int


@dataclass(frozen=True)
class Attended:
    present: Intervals
    at_ms: int


Event = Opened | Fenced | Beat | Stride | Settled | HandedIn | Attended


@dataclass
class Posted:
    """An entry the ledger must hold for a content; a reversed one stays and counts nothing."""

    content_key: uuid.UUID
    number: int
    seconds: int
    is_reversed: bool = False


@dataclass
class Replay:
    """The state of one learner after the events so far."""

    editions: dict[EditionKey, Edition]
    clock: study.Clock = field(default_factory=study.Clock)
    sessions: dict[SessionKey, study.Session] = field(default_factory=dict)
    rules: dict[SessionKey, study.Rules] = field(default_factory=dict)
    edition_of: dict[SessionKey, EditionKey] = field(default_factory=dict)
    progress: dict[EditionKey, study.Progress] = field(default_factory=dict)
    entries: list[Posted] = field(default_factory=list)

    def apply(self, event: Event) -> None:
        match event:
            case Opened():
                self.sessions[event.session] = study.Session(event.at_ms, event.at_ms, event.at_ms, event.signed_in_ms)
                self.rules[event.session], self.edition_of[event.session] = (
                    event.rules,
                    event.edition,
                )
                self.progress.setdefault(event.edition, study.Progress())
                study.touch(self.clock, event.at_ms)
            case Fenced():
                session = self.sessions[event.session]
                session.fenced_ms, session.frozen_ms = event.fenced_ms, event.frozen_ms
                session.reason = event.reason
                study.touch(self.clock, event.fenced_ms)
            case Beat():
                study.accept_beat(
                    self.clock,
                    self.sessions[event.session],
                    self.progress[self.edition_of[event.session]],
                    self.rules[event.session],
                    ranges=event.ranges,
                    mode=event.mode,
                    at_ms=event.at_ms,
                )
            case Stride():
                self._stride(event)
            case Settled():
                self._settle(event)
            case HandedIn():
                self._hand_in(event)
            case Attended():
                self._attend(event)

    def _stride(self, event: Stride) -> None:
        session, progress = self.sessions[event.session], self.progress[self.edition_of[event.session]]
        session.last_ms, session.active_ms, session.outage_ms = event.last_ms, event.active_ms, event.outage_ms
        progress.pending_coverage = merge(progress.pending_coverage, event.coverage)
        progress.pending_windows = merge(progress.pending_windows, event.windows)
        progress.position_ms = event.position_ms
        for reason, ms in event.not_counted.items():
            progress.not_counted[reason] = progress.not_counted.get(reason, 0) + ms
        for day, (window_ms, offline_ms) in event.days.items():
            used = self.clock.days.setdefault(day, [0, 0])
            used[0], used[1] = used[0] + window_ms, used[1] + offline_ms
        self.clock.unchecked_ms += length(event.windows)
        study.touch(self.clock, event.at_ms)

    def _settle(self, event: Settled) -> None:
        if event.result == CheckResult.PASSED:
            self._confirm(event.at_ms)
        else:
            study.void(self.clock, self._pending(), event.at_ms)
        if event.answered:
            study.touch(self.clock, event.at_ms)

    def _pending(self) -> list[study.Progress]:
        return [each for each in self.progress.values() if each.pending_windows or each.pending_coverage]

    def _confirm(self, at_ms: int) -> None:
        keys = [key for key, each in self.progress.items() if each.pending_windows or each.pending_coverage]
        study.confirm(self.clock, [self.progress[key] for key in keys])
        for key in keys:
            study.finish_if_complete(self.progress[key], self.editions[key].contract, at_ms)
            self._post(key)

    def _hand_in(self, event: HandedIn) -> None:
        progress = self.progress[event.edition]
        if event.is_passed and progress.quiz_passed_ms is None:
            progress.quiz_passed_ms = event.at_ms
            study.finish_if_complete(progress, self.editions[event.edition].contract, event.at_ms)
            self._confirm(event.at_ms)
            self._post(event.edition)
        study.touch(self.clock, event.at_ms)

    def _attend(self, event: Attended) -> None:
        before = {key: (progress.windows, progress.pending_windows) for key, progress in self.progress.items()}
        study.occupy(self.clock, list(self.progress.values()), event.present)
        for key, progress in self.progress.items():
            if (progress.windows, progress.pending_windows) != before[key]:
                self._correct(key)
        study.touch(self.clock, event.at_ms)

    def posted(self, content_key: uuid.UUID) -> int:
        return sum(one.seconds for one in self.entries if one.content_key == content_key and not one.is_reversed)

    def _earned(self, key: EditionKey) -> int:
        """Seconds that are due: none before the contract is met, unless the course posts by time."""
        if self.progress[key].finished_ms is None and not self.editions[key].posts_by_time:
            return 0
        return study.credit_seconds(self.progress[key], self.editions[key].contract)

    def _post(self, key: EditionKey) -> None:
        content = self.editions[key].content_key
        delta = self._earned(key) - self.posted(content)
        if delta > 0:
            number = sum(1 for one in self.entries if one.content_key == content)
            self.entries.append(Posted(content, number, delta))

    def _correct(self, key: EditionKey) -> None:
        content = self.editions[key].content_key
        same = [other for other in self.progress if self.editions[other].content_key == content]
        best = max(same, key=self._earned)
        if self.posted(content) <= self._earned(best):
            return
        for one in self.entries:
            if one.content_key == content:
                one.is_reversed = True
        self._post(best)
