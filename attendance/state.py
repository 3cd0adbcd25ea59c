"""From stored rows to the plain state of the time rules, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from courses.models import LessonEdition

from . import study
from .clock import from_ms, to_ms
from .intervals import Intervals
from .models import StudyPolicy, StudyProgress, StudySession


def pairs(stored: Iterable[Sequence[int]]) -> Intervals:
    return [(span[0], span[1]) for span in stored]


def rules_of(policy: StudyPolicy) -> study.Rules:
    return study.Rules(
        gap_ms=policy.gap_seconds * 1000,
        eps_ms=policy.eps_seconds * 1000,
        offline_outage_ms=policy.offline_outage_seconds * 1000,
        offline_day_ms=policy.offline_day_seconds * 1000,
        speed_percent=policy.speed_limit_percent,
        day_cap_ms=policy.day_cap_seconds * 1000,
        idle_ms=policy.idle_pause_seconds * 1000,
        session_max_ms=policy.session_max_seconds * 1000,
        answer_ms=policy.check_answer_seconds * 1000,
        misses_per_day=policy.misses_per_day,
    )


def contract_of(edition: LessonEdition) -> study.Contract:
    return study.Contract(
        media_ms=edition.media_ms,
        reading_ms=edition.reading_ms,
        duration_ms=edition.duration_ms,
        credited_seconds=edition.credited_seconds,
        coverage_percent=edition.coverage_percent,
        has_quiz=edition.quiz is not None,
    )


def terms_of(edition: LessonEdition, policy: StudyPolicy) -> dict[str, dict[str, int]]:
    """What a session keeps of its lesson and policy: a beat needs nothing else of them."""
    return {"rules": asdict(rules_of(policy)), "contract": asdict(contract_of(edition))}


def rules_in(session: StudySession) -> study.Rules:
    return study.Rules(**session.terms["rules"])


def contract_in(session: StudySession) -> study.Contract:
    return study.Contract(**session.terms["contract"])


def session_state(row: StudySession) -> study.Session:
    return study.Session(
        opened_ms=to_ms(row.opened_at),
        last_ms=to_ms(row.last_at),
        active_ms=to_ms(row.active_at),
        signed_in_ms=to_ms(row.signed_in_at),
        outage_ms=row.outage_ms,
        fenced_ms=to_ms(row.fenced_at) if row.fenced_at else None,
        frozen_ms=to_ms(row.frozen_to) if row.frozen_to else None,
        reason=row.fence_reason,
    )


def progress_state(row: StudyProgress) -> study.Progress:
    return study.Progress(
        coverage=pairs(row.coverage),
        windows=pairs(row.windows),
        pending_coverage=pairs(row.pending_coverage),
        pending_windows=pairs(row.pending_windows),
        not_counted=dict(row.not_counted),
        position_ms=row.position_ms,
        quiz_passed_ms=to_ms(row.quiz_passed_at) if row.quiz_passed_at else None,
        finished_ms=to_ms(row.finished_at) if row.finished_at else None,
    )


def fill_progress(row: StudyProgress, state: study.Progress) -> None:
    row.coverage, row.windows = state.coverage, state.windows
    row.pending_coverage, row.pending_windows = (
        state.pending_coverage,
        state.pending_windows,
    )
    row.not_counted, row.position_ms = state.not_counted, state.position_ms
    row.quiz_passed_at = None if state.quiz_passed_ms is None else from_ms(state.quiz_passed_ms)
    row.finished_at = None if state.finished_ms is None else from_ms(state.finished_ms)
