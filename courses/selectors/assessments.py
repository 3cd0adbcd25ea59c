"""Reading what hours assessors approved."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from ..models import HoursAssessment, LessonEdition, LessonPage
from ..preflight import hours_digest
from ..preflight.digest import canonical_digest
from .preflight import lesson_facts

FROZEN = (
    *("lesson_key", "number", "content_key", "course_key", "title", "course_title", "category", "service_field"),
    *("modality", "media_ms", "reading_ms", "duration_ms", "credited_seconds", "coverage_percent", "posts_by_time"),
    *("goals", "practice", "body", "quiz", "frozen_at", "frozen_by_id"),
)


@dataclass(frozen=True)
class EditionRow:
    """An edition as the list of editions shows it; `assessment` is what bounded its credit, if anything."""

    edition: LessonEdition
    assessment: HoursAssessment | None
    digest: str


def latest_assessment(lesson_key: uuid.UUID) -> HoursAssessment | None:
    return HoursAssessment.objects.filter(lesson_key=lesson_key).order_by("-assessed_at", "-pk").first()


def is_assessed(page: LessonPage) -> bool:
    """Whether the last assessment of a lesson was about just what matters for its hours now."""
    assessment = latest_assessment(page.lesson_key)
    return assessment is not None and assessment.digest == hours_digest(lesson_facts(page))


def editions_of(lesson_key: uuid.UUID) -> list[EditionRow]:
    """All editions of a lesson, the newest first. One query."""
    found = LessonEdition.objects.filter(lesson_key=lesson_key).order_by("-number")
    rows = found.select_related("frozen_by", "media", "assessed__assessment__assessed_by")
    return [EditionRow(edition, _assessment(edition), edition_digest(edition)) for edition in rows]


def edition_digest(edition: LessonEdition) -> str:
    """SHA-256 over the canonical JSON of everything frozen, the recording by its own fingerprint (docs/adr/0018)."""
    frozen = {name: getattr(edition, name) for name in FROZEN}
    frozen["frozen_at"] = edition.frozen_at.astimezone(dt.UTC).isoformat()
    frozen["recording"] = edition.media.sha256 if edition.media else ""
    return canonical_digest(frozen)


def _assessment(edition: LessonEdition) -> HoursAssessment | None:
    return edition.assessed.assessment if hasattr(edition, "assessed") else None
