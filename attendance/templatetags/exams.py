"""Points and times of exams in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from courses.models import Exam

from ..clock import database_now
from ..own_exams import ExamRow, exam_rows

register = template.Library()


@register.filter
def points(hundredths: int) -> str:
    """150 -> 1.5"""
    return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")


@register.filter
def duration(minutes: int) -> str:
    """90 minutes stay 90 minutes; whole hours from two on are hours."""
    if minutes >= 120 and minutes % 60 == 0:
        return _("%(hours)s hours") % {"hours": minutes // 60}
    return _("%(minutes)s minutes") % {"minutes": minutes}


@register.simple_tag
def exams_of_course(user: Any, course: Any) -> list[ExamRow]:
    """The exams of a course for somebody who takes part in it."""
    if not user.is_authenticated or not Exam.objects.filter(course_key=course.course_key).exists():
        return []
    return [row for row in exam_rows(user, database_now()) if row.exam.course_key == course.course_key]
