"""Hours and standings for templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from courses.models import CoursePage, LessonEdition, LessonPage

from .. import explaining, selectors
from ..models import HourEntry, QuizAttempt, StudyProgress

register = template.Library()


@register.filter("credits")
def credit_hours(seconds: int, minutes_per_credit: int = 60) -> str:
    """Credit hours with one decimal, truncated once (hours.md): 430560 -> 119.6."""
    tenths = abs(seconds) * 10 // (60 * minutes_per_credit)
    sign = "-" if seconds < 0 and tenths else ""
    return f"{sign}{tenths // 10}.{tenths % 10}"


@register.filter
def minutes(seconds: int) -> int:
    """Whole minutes, truncated towards zero."""
    return -(-seconds // 60) if seconds < 0 else seconds // 60


@register.filter
def credits_up(seconds: int, minutes_per_credit: int = 60) -> str:
    """What is still missing, rounded up to a tenth, so that it and what is there make the whole."""
    tenths = -(-seconds * 10 // (60 * minutes_per_credit))
    return f"{tenths // 10}.{tenths % 10}"


@register.filter
def minutes_up(seconds: int) -> int:
    """Whole minutes still missing, rounded up."""
    return -(-seconds // 60)


@register.filter
def whole_credits(seconds: int, minutes_per_credit: int = 60) -> str:
    """A target without a needless decimal: 432000 -> 120."""
    return credit_hours(seconds, minutes_per_credit).removesuffix(".0")


@register.filter
def signed_credits(seconds: int, minutes_per_credit: int = 60) -> str:
    """Credit hours with their sign, as an entry adds them: 8100 -> +2.2."""
    return _signed(seconds, credit_hours(abs(seconds), minutes_per_credit))


@register.filter
def signed_minutes(seconds: int) -> str:
    return _signed(seconds, str(minutes(abs(seconds))))


def _signed(seconds: int, amount: str) -> str:
    return ("+" if seconds >= 0 else "\N{MINUS SIGN}") + amount


@register.filter
def position(ms: int) -> str:
    """A place on a recording: 75000 -> 1:15."""
    return f"{ms // 60000}:{ms // 1000 % 60:02d}"


@register.filter
def pending(row: StudyProgress) -> int:
    """Seconds of a lesson under way that are not in the ledger yet."""
    return selectors.lesson_figures(row).pending_seconds


@register.filter
def arithmetic(entry: HourEntry) -> list[explaining.Line]:
    return explaining.lines_of(entry)


@register.simple_tag
def standing_in(user: Any, course: CoursePage) -> selectors.CourseStanding | None:
    """The reader's standing in a course, or None for a visitor."""
    return None if isinstance(user, AnonymousUser) else selectors.standing_in(user, course)


@register.simple_tag
def edition_to_study(user: Any, page: LessonPage) -> LessonEdition | None:
    """The edition the reader studies: the one begun, else the newest."""
    return None if isinstance(user, AnonymousUser) else selectors.edition_for(user, page.lesson_key)


@register.simple_tag
def study_of(user: Any, edition: LessonEdition) -> selectors.LessonStanding:
    return selectors.lesson_standing(user, edition)


@register.simple_tag
def last_attempt(user: Any, edition: LessonEdition) -> QuizAttempt | None:
    return QuizAttempt.objects.filter(learner=user, edition=edition).order_by("-number").first()
