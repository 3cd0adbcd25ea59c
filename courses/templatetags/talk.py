"""Talk for templates."""

from __future__ import annotations

import uuid

from django import template

from ..models import Announcement
from ..selectors.talk import announcements_of, count_questions

register = template.Library()


@register.simple_tag
def questions_about(lesson_key: uuid.UUID) -> int:
    """How many questions learners may read."""
    return count_questions(lesson_key)


@register.simple_tag
def announcements_in(course_key: uuid.UUID) -> list[Announcement]:
    return announcements_of(course_key)
