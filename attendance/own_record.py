"""What this app holds about one person, as plain values: its part of the person's own export."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from people.models import User

from .models import ClassPresence, HourEntry, PackageRun, PresenceCheck, QuizAttempt, StudyProgress, StudySession

Rows = list[Any]


def record_of(person: User) -> dict[str, Rows]:
    """The ledger with the explanations, and the evidence; also of accounts that were put together with this one."""
    own = Q(learner=person) | Q(learner__merged_into=person)
    sessions = StudySession.objects.filter(own)
    return {
        "hour_entries": list(
            HourEntry.objects.filter(own)
            .order_by("pk")
            .values(
                *("id", "seconds", "title", "category", "service_field", "modality", "occurred_on", "posted_at"),
                *("source_kind", "reverses", "rule_version", "reason", "explanation"),
            )
        ),
        "study_progress": list(
            StudyProgress.objects.filter(own).values(
                "edition__title", "edition__course_title", "posted_seconds", "finished_at", "touched_at"
            )
        ),
        "study_sessions": list(
            sessions.order_by("opened_at").values("edition__title", "device", "opened_at", "last_at", "fence_reason")
        ),
        "presence_checks": list(
            PresenceCheck.objects.filter(session__in=sessions.values("pk")).values("due_at", "answered_at", "result")
        ),
        "quiz_attempts": list(
            QuizAttempt.objects.filter(own).values(
                "edition__title", "number", "correct_count", "question_count", "is_passed", "handed_in_at", "answers"
            )
        ),
        "package_runs": list(
            PackageRun.objects.filter(own).values(
                *("package__title", "part", "completion", "success", "score_raw", "score_scaled", "claimed_seconds"),
                *("state", "touched_at"),
            )
        ),
        "class_presences": list(
            ClassPresence.objects.filter(own).values("session__title", "in_at", "out_at", "recorded_at")
        ),
    }
