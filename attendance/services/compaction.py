"""Beats older than 30 days become a few strides on their session (hours.md, section 1, model)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from people.models import User

from .. import replay
from ..intervals import Intervals, merge, subtract
from ..models import StudyBeat, StudySession
from .desk import lock_learner
from .evidence import blank, events_of, progress_of, sessions_of

KEPT = dt.timedelta(days=30)


@dataclass
class _Run:
    """Beats of one session with no other event of the learner between them."""

    tick: int
    facts: dict[str, Any] = field(default_factory=dict)


def ripe_sessions(at: dt.datetime) -> Any:
    """Ended sessions whose beats are all older than 30 days and still there."""
    old = StudySession.objects.filter(fenced_at__lt=at - KEPT, strides__isnull=True, beats__isnull=False)
    return old.exclude(beats__received_at__gte=at - KEPT).distinct()


@transaction.atomic
def compact_learner(*, learner: User, at: dt.datetime) -> int:
    """Compact the ripe sessions of one learner; gives their number. Replaying afterwards gives the same state."""
    lock_learner(learner, at=at, even_merged=True)
    ripe = {session.pk: session for session in ripe_sessions(at).filter(learner=learner)}
    if not ripe:
        return 0
    runs = _runs(learner, set(ripe))
    for pk, session in ripe.items():
        session.strides = [{"tick": run.tick, **run.facts} for run in runs[pk]]
        session.digest = _digest(session)
        session.save(update_fields=["strides", "digest"])
        StudyBeat.objects.filter(session=session).delete()
    return len(ripe)


def _runs(learner: User, wanted: set[Any]) -> dict[Any, list[_Run]]:
    """Replay everything and note what each run of the wanted sessions' beats did."""
    state = blank(progress_of(learner))
    runs: dict[Any, list[_Run]] = {pk: [] for pk in wanted}
    current: _Run | None = None
    owner: Any = None
    for tick, event in events_of(learner, sessions_of(learner)):
        is_wanted = isinstance(event, replay.Beat) and event.session in wanted
        if current is None or not isinstance(event, replay.Beat) or event.session != owner:
            current = None
        if isinstance(event, replay.Beat) and is_wanted:
            if current is None:
                current, owner = _Run(tick), event.session
                runs[owner].append(current)
            _note(current, state, event)
        else:
            state.apply(event)
    return runs


def _note(run: _Run, state: replay.Replay, event: replay.Beat) -> None:
    """Apply one beat and add its effect to the run."""
    progress = state.progress[state.edition_of[event.session]]
    session = state.sessions[event.session]
    known, missing = merge(progress.pending_coverage), dict(progress.not_counted)
    windows: Intervals = merge(progress.pending_windows)
    days = {day: list(used) for day, used in state.clock.days.items()}
    state.apply(event)
    facts = run.facts
    facts["coverage"] = merge(facts.get("coverage", []), _added(known, progress.pending_coverage))
    facts["windows"] = merge(facts.get("windows", []), _added(windows, progress.pending_windows))
    facts["not_counted"] = _sum(facts.get("not_counted", {}), missing, progress.not_counted)
    facts["days"] = _sum_days(facts.get("days", {}), days, state.clock.days)
    facts["position_ms"], facts["last_ms"] = progress.position_ms, session.last_ms
    facts["active_ms"], facts["outage_ms"], facts["at_ms"] = session.active_ms, session.outage_ms, event.at_ms


def _added(before: Intervals, after: Intervals) -> Intervals:
    return subtract(after, before)


def _sum(total: dict[str, int], before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    for reason, ms in after.items():
        if gained := ms - before.get(reason, 0):
            total[reason] = total.get(reason, 0) + gained
    return total


def _sum_days(
    total: dict[str, list[int]], before: dict[str, list[int]], after: dict[str, list[int]]
) -> dict[str, list[int]]:
    for day, (window_ms, offline_ms) in after.items():
        was = before.get(day, [0, 0])
        if window_ms != was[0] or offline_ms != was[1]:
            used = total.setdefault(day, [0, 0])
            used[0], used[1] = used[0] + window_ms - was[0], used[1] + offline_ms - was[1]
    return total


def _digest(session: StudySession) -> str:
    """SHA-256 over the removed beats in order, so that a kept copy can be matched with what was counted."""
    digest = hashlib.sha256()
    rows = StudyBeat.objects.filter(session=session).order_by("tick")
    for seq, tick, payload_hash, received_at in rows.values_list("seq", "tick", "payload_hash", "received_at"):
        digest.update(json.dumps([seq, tick, payload_hash, received_at.isoformat()]).encode())
    return digest.hexdigest()
