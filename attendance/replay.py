"""Replaying the evidence of one learner through the time rules: what the projections and the ledger must be.

Events come in the learner's order (`tick`). Nothing here reads a projection or the ledger.
"""

from __future__ import annotations

import uuid
from collections.abc import Hashable
from dataclasses import dataclass, field

from . import study
from .absorbing import Side, absorb, shares
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


@dataclass(frozen=True)
class Absorbed:
    """Another account turned out to be the same person's; `other` is its state up to then."""

    other: Replay
    at_ms: int


@dataclass(frozen=True)
class MergedAway:
    """This account was the other one: what it earned is taken back here and stands there."""

    at_ms: int


Event = Opened | Fenced | Beat | Stride | Settled | HandedIn | Attended | Absorbed | MergedAway


@dataclass
class Posted:
    """An entry the ledger must hold for a content; a reversed one stays and counts nothing."""

    content_key: uuid.UUID
    number: int
    seconds: int
    is_reversed: bool = False

    def counts_for(self, content_key: uuid.UUID) -> bool:
        return self.content_key == content_key and not self.is_reversed


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
    present: Intervals = field(default_factory=list)
    day_cap_ms: int = 0

    def apply(self, event: Event) -> None:
        match event:
            case Opened():
                self.sessions[event.session] = study.Session(event.at_ms, event.at_ms, event.at_ms, event.signed_in_ms)
                self.rules[event.session], self.edition_of[event.session] = (
                    event.rules,
                    event.edition,
                )
                self.progress.setdefault(event.edition, study.Progress())
                self.day_cap_ms = max(self.day_cap_ms, event.rules.day_cap_ms)
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
            case Absorbed():
                self._absorb(event)
            case MergedAway():
                self._give_away(event)

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
        self.present = merge(self.present, event.present)
        before = {key: (progress.windows, progress.pending_windows) for key, progress in self.progress.items()}
        study.occupy(self.clock, list(self.progress.values()), event.present)
        for key, progress in self.progress.items():
            if (progress.windows, progress.pending_windows) != before[key]:
                self._correct(key)
        study.touch(self.clock, event.at_ms)

    def _absorb(self, event: Absorbed) -> None:
        other = event.other
        self.day_cap_ms = max(self.day_cap_ms, other.day_cap_ms)
        kept = Side(self.clock, self.progress, self.present)
        contracts = {key: edition.contract for key, edition in self.editions.items()}
        absorb(
            kept,
            Side(other.clock, other.progress, other.present),
            contracts,
            day_cap_ms=self.day_cap_ms,
            at_ms=event.at_ms,
        )
        self.present = merge(self.present, other.present)
        for content in dict.fromkeys(self.editions[key].content_key for key in self.progress):
            self._take_over(content, [one.seconds for one in other.entries if one.counts_for(content)])

    def _give_away(self, event: MergedAway) -> None:
        for one in self.entries:
            one.is_reversed = True
        study.touch(self.clock, event.at_ms)

    def _take_over(self, content: uuid.UUID, amounts: list[int]) -> None:
        """Entries of the other account, in order, as far as the evidence of both carries them."""
        same = [key for key in self.progress if self.editions[key].content_key == content]
        best = max(same, key=self._earned)
        self._correct(best)
        for seconds in shares(amounts, self._earned(best) - self.posted(content)):
            if seconds:
                number = sum(1 for one in self.entries if one.content_key == content)
                self.entries.append(Posted(content, number, seconds))
        self._post(best)

    def posted(self, content_key: uuid.UUID) -> int:
        return sum(one.seconds for one in self.entries if one.counts_for(content_key))

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
