"""The three numbers a learner sees at all times: confirmed, pending, not counted (hours.md, section 1)."""

from __future__ import annotations

from typing import Any

from .models import PresenceCheck, StudyProgress, StudySession
from .state import contract_in, progress_state
from .study import credit_seconds


def figures(row: StudyProgress, session: StudySession, check: PresenceCheck | None) -> dict[str, Any]:
    """Whole seconds for one lesson, as the API answers them. `row.edition` must be loaded."""
    state, contract = progress_state(row), contract_in(session)
    counted = credit_seconds(state, contract)
    return {
        "counted_seconds": counted,
        "pending_seconds": credit_seconds(state, contract, with_pending=True) - counted,
        "posted_seconds": row.posted_seconds,
        "not_counted": [
            {"reason": reason, "seconds": ms // 1000} for reason, ms in sorted(row.not_counted.items()) if ms >= 1000
        ],
        "position_ms": row.position_ms,
        "finished": row.finished_at is not None,
        "ended": session.fence_reason or None,
        "check": question(check),
    }


def question(check: PresenceCheck | None) -> dict[str, Any] | None:
    """A presence check as the learner sees it: the right option is not marked."""
    if check is None:
        return None
    return {
        "id": check.pk,
        "kind": check.kind,
        "due_at": check.due_at.isoformat(),
        "answer_by": check.answer_by.isoformat(),
        "options": check.options,
    }
