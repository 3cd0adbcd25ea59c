"""Publishing freezes an edition."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from people.models import User

from .. import contents
from ..models import EditionAssessment, HoursAssessment, LessonEdition, LessonMedia, LessonPage
from ..reading_time import reading_ms
from ..selectors import blocks_of, course_of, is_assessed, latest_assessment
from .authoring_files import keep_files_of
from .packages import keep_package_of

COVERAGE_PERCENT = 95


@transaction.atomic
def freeze_edition(*, page: LessonPage, by: User | None, at: dt.datetime) -> LessonEdition:
    """Freeze what a published lesson is; unchanged content gives the edition that is there already.

    The credited time is what the author claims, at most the measured length (hours.md, section 1), and at most what an
    hours assessor approved for this lesson last (docs/adr/0018).
    """
    assessment = latest_assessment(page.lesson_key)
    facts = _bounded(_facts(page), page, assessment)
    latest = LessonEdition.objects.filter(lesson_key=page.lesson_key).order_by("-number").first()
    if latest and all(getattr(latest, name) == value for name, value in facts.items()):
        return latest
    edition = LessonEdition.objects.create(
        lesson_key=page.lesson_key,
        number=latest.number + 1 if latest else 1,
        content_key=_content_key(page.lesson_key, facts["media"], latest),
        frozen_at=at,
        frozen_by=by,
        **facts,
    )
    keep_package_of(edition=edition)
    if assessment:
        EditionAssessment.objects.create(edition=edition, assessment=assessment)
    keep_files_of(edition=edition)
    return edition


def _facts(page: LessonPage) -> dict[str, Any]:
    course = course_of(page)
    body = blocks_of(page)
    media = LessonMedia.objects.filter(pk=contents.media_id(body)).first()
    media_length = media.duration_ms if media else 0
    reading_length = reading_ms(contents.texts(body))
    measured = (media_length + reading_length) // 1000
    claimed = measured if page.claimed_minutes is None else page.claimed_minutes * 60
    return {
        "course_key": course.course_key,
        "title": page.title,
        "course_title": course.title,
        "category": course.category,
        "service_field": course.service_field,
        "media": media,
        "media_ms": media_length,
        "reading_ms": reading_length,
        "duration_ms": media_length + reading_length + reading_length // 2,
        "credited_seconds": min(claimed, measured),
        "coverage_percent": COVERAGE_PERCENT,
        "posts_by_time": course.posts_by_time,
        "goals": page.goals,
        "practice": page.practice,
        "body": body,
        "quiz": contents.quiz(body),
    }


def _bounded(facts: dict[str, Any], page: LessonPage, assessment: HoursAssessment | None) -> dict[str, Any]:
    """The approved category counts only for what the assessor saw; the approved minutes bound what came later, too."""
    if assessment is None:
        return facts
    category = assessment.category if is_assessed(page) else facts["category"]
    return {
        **facts,
        "category": category,
        "credited_seconds": min(facts["credited_seconds"], assessment.minutes * 60),
    }


def _content_key(lesson_key: uuid.UUID, media: LessonMedia | None, latest: LessonEdition | None) -> uuid.UUID:
    """The same recording anywhere brings its key along, so that it is credited once."""
    if media and media.sha256:
        same = LessonEdition.objects.filter(media__sha256=media.sha256).order_by("pk").first()
        if same:
            return same.content_key
    return latest.content_key if latest else lesson_key
