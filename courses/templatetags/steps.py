"""The steps of the workflow for templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from ..enums import Category
from ..models import CourseTask, HoursAssessmentTask, LessonPage
from ..preflight import arithmetic, spoken
from ..selectors import draft_of, lesson_facts

register = template.Library()


@register.simple_tag
def step_facts(page: Any, task_state: Any) -> dict[str, Any]:
    """What somebody who takes a step should know: the day it is due, and for the hours how they come about."""
    task = task_state.task.specific
    facts: dict[str, Any] = {}
    if isinstance(task, CourseTask):
        facts["due_on"] = timezone.localdate(task.due_at(task_state))
    draft = draft_of(page)
    if isinstance(task, HoursAssessmentTask) and isinstance(draft, LessonPage):
        lesson = lesson_facts(draft)
        facts |= {
            "arithmetic": arithmetic(lesson),
            "claimed": draft.claimed_minutes,
            "category": Category(lesson.category).label,
            "most": spoken(lesson.creditable_seconds),
        }
    return facts
