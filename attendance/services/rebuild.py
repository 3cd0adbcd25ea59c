"""Projections and ledger against the evidence (hours.md, invariants I6 and I7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from people.models import User

from .. import replay, study
from ..enums import SourceKind
from ..models import (
    HourEntry,
    StudyProgress,
    StudySession,
)
from ..state import (
    fill_progress,
    progress_state,
    session_state,
)
from .class_claims import claims_of
from .desk import Desk, lock_learner, save_session
from .evidence import blank, events_of


@dataclass
class Findings:
    """Differences of one learner, as sentences for the operator; empty when all agrees. No names in them."""

    projections: list[str] = field(default_factory=list)
    ledger: list[str] = field(default_factory=list)


def learners_with_evidence() -> Iterator[User]:
    people = User.objects.filter(study_clock__isnull=False)
    return people.order_by("pk").iterator(chunk_size=500)


@transaction.atomic
def examine(learner: User, *, repair: bool = False) -> Findings:
    """Compare one learner's projections and entries with the evidence; `repair` writes the projections anew.

    The ledger is never repaired by a machine.
    """
    desk = lock_learner(learner, at=timezone.now(), even_merged=True)
    sessions = list(StudySession.objects.filter(learner=learner).order_by("epoch"))
    rows = list(StudyProgress.objects.select_related("edition").filter(learner=learner).order_by("pk"))
    expected = _replay(learner, sessions, rows)
    findings = Findings()
    _compare_clock(desk, expected.clock, findings)
    for session in sessions:
        _compare_session(session, expected.sessions[session.pk], findings, repair)
    for row in rows:
        _compare_progress(row, expected, findings, repair)
    _compare_study_entries(learner, expected, findings)
    _compare_class_entries(learner, findings)
    if desk.row.is_closed:
        _compare_merged(learner, findings)
    if repair and findings.projections:
        desk.clock = expected.clock
        desk.at_ms = expected.clock.last_ms
        desk.save()
    return findings


def _replay(learner: User, sessions: list[StudySession], rows: list[StudyProgress]) -> replay.Replay:
    state = blank(rows)
    for _, event in events_of(learner, sessions):
        state.apply(event)
    return state


def _compare_clock(desk: Desk, expected: study.Clock, findings: Findings) -> None:
    for name in ("last_ms", "days", "misses", "busy", "unchecked_ms"):
        if getattr(desk.clock, name) != getattr(expected, name):
            findings.projections.append(f"clock: {name} differs")


def _compare_session(row: StudySession, expected: study.Session, findings: Findings, repair: bool) -> None:
    if session_state(row) != expected:
        findings.projections.append(f"session {row.pk} differs")
        if repair:
            save_session(row, expected)


def _compare_progress(row: StudyProgress, expected: replay.Replay, findings: Findings, repair: bool) -> None:
    state = expected.progress[row.edition_id]
    posted = expected.posted(row.edition.content_key)
    if progress_state(row) == state and row.posted_seconds == posted:
        return
    findings.projections.append(f"progress {row.pk} differs")
    if repair:
        fill_progress(row, state)
        row.posted_seconds = posted
        row.save()


def _compare_study_entries(learner: User, expected: replay.Replay, findings: Findings) -> None:
    entries = HourEntry.objects.filter(learner=learner, source_kind=SourceKind.STUDY)
    held = {
        key: (seconds, reversed_by is not None)
        for key, seconds, reversed_by in entries.values_list("source_key", "seconds", "reversed_by")
    }
    due = {f"{learner.pk}:{one.content_key}:{one.number}": (one.seconds, one.is_reversed) for one in expected.entries}
    for key in sorted(held.keys() | due.keys()):
        if held.get(key) != due.get(key):
            findings.ledger.append(f"study entry {key}: ledger {held.get(key)}, evidence {due.get(key)}")


def _compare_class_entries(learner: User, findings: Findings) -> None:
    due = {claim.key: claim.seconds for claim in claims_of(learner.pk) if claim.seconds}
    entries = HourEntry.objects.filter(learner=learner, source_kind=SourceKind.CLASS)
    held = dict(entries.values_list("source_key", "seconds"))
    for key in sorted(held.keys() | due.keys()):
        if held.get(key) != due.get(key):
            findings.ledger.append(f"class entry {key}: ledger {held.get(key)}, evidence {due.get(key)}")
    for entry in HourEntry.objects.filter(learner=learner, reverses__isnull=False).select_related("reverses"):
        if entry.reverses is None or entry.seconds != -entry.reverses.seconds:
            findings.ledger.append(f"reversal L-{entry.pk} does not match its entry")


def _compare_merged(learner: User, findings: Findings) -> None:
    """An account that was put together with another one holds nothing any more: all was taken back, entry by entry."""
    held = HourEntry.objects.filter(learner=learner, reverses__isnull=True, reversed_by__isnull=True)
    findings.ledger += [f"entry L-{pk} of a merged account still counts" for pk in held.values_list("pk", flat=True)]
