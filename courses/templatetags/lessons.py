"""Lessons for templates."""

from __future__ import annotations

from typing import Any

from django import template

from .. import contents, grading, selectors
from ..models import CoursePage, LessonEdition, LessonPage

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


@register.filter
def lines(text: str) -> list[str]:
    """The non-empty lines of a text field."""
    return [line.strip() for line in text.splitlines() if line.strip()]
