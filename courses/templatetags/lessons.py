"""Lessons for templates."""

from __future__ import annotations

from typing import Any

from django import template

from .. import contents, grading, selectors
from ..models import CoursePage, LessonEdition, LessonMedia, LessonPage
from ..selectors.transcripts import transcript_of
from ..transcripts import Passage

register = template.Library()


@register.simple_tag
def body_of(edition: LessonEdition) -> Any:
    """The frozen blocks of an edition, ready for `{% include_block %}`; never its quiz."""
    stream = LessonPage._meta.get_field("body").stream_block
    return stream.to_python(contents.without_quiz(edition.body))


@register.simple_tag
def quiz_of(edition: LessonEdition) -> dict[str, Any] | None:
    """The questions without their key."""
    return grading.for_learner(edition.quiz) if edition.quiz else None


@register.simple_tag
def outline_of(course: CoursePage) -> list[selectors.OutlineLesson]:
    return selectors.outline(course)


@register.simple_tag
def courses_live() -> Any:
    return selectors.live_courses()


@register.simple_tag
def passages_of(recording: LessonMedia) -> list[Passage]:
    """The transcript of a recording, with times where its captions give them."""
    return transcript_of(recording)


@register.filter
def place(ms: int) -> str:
    """A place in a recording: 75000 is 1:15, 3675000 is 1:01:15."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


@register.filter
def whole_seconds(ms: int) -> str:
    return str(ms // 1000)


@register.filter
def number(amount: int) -> str:
    """For scripts: never grouped by thousands."""
    return str(amount)


@register.filter
def lines(text: str) -> list[str]:
    """The non-empty lines of a text field."""
    return [line.strip() for line in text.splitlines() if line.strip()]
