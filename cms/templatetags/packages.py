"""Packages on lesson pages."""

from __future__ import annotations

from typing import Any

from django import template

from courses.models import LessonPackage

from ..lessons import LessonReading
from ..packages import PackageReading
from ..packages import package_reading as reading_of

register = template.Library()


@register.simple_tag(takes_context=True)
def package_reading(context: dict[str, Any], package: LessonPackage, lesson: LessonReading) -> PackageReading:
    return reading_of(context["request"], package, lesson)
