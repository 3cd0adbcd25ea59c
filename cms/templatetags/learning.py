"""What the pages of courses and lessons show."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from courses.models import CoursePage, LessonPage

from .. import course_list, lessons, player_texts
from .. import course_offer as offers
from ..course_filters import Filters

register = template.Library()


@register.simple_tag(takes_context=True)
def catalogue(context: dict[str, Any]) -> course_list.Catalogue:
    request: HttpRequest = context["request"]
    return course_list.catalogue(request)


@register.simple_tag
def with_filter(filters: Filters, **changed: str) -> str:
    """The catalogue's address with one filter changed."""
    return f"?{filters.query(**changed)}"


@register.simple_tag(takes_context=True)
def course_offer(context: dict[str, Any], course: CoursePage) -> offers.CourseOffer:
    return offers.course_offer(context["request"], course)


@register.simple_tag(takes_context=True)
def lesson_reading(context: dict[str, Any], page: LessonPage) -> lessons.LessonReading:
    return lessons.lesson_reading(context["request"], page)


@register.simple_tag(takes_context=True)
def player_facts(context: dict[str, Any], reading: lessons.LessonReading) -> dict[str, Any]:
    return lessons.player_facts(context["request"].user, reading)


@register.simple_tag
def player_texts_url() -> str:
    """Changes with the words, so that browsers keep them for a year."""
    language, _, digest = player_texts.version().rpartition("-")
    return reverse("player-texts", kwargs={"language": language, "digest": digest})


@register.filter
def reason_words(not_counted: dict[str, int]) -> list[str]:
    """One sentence for each reason why time was not counted."""
    known, minutes = player_texts.reasons(), str(player_texts.player_texts()["minutes"])
    return [
        known[reason].replace("{time}", minutes.format(m=seconds // 60, s=f"{seconds % 60:02d}"))
        for reason, seconds in sorted(not_counted.items())
    ]


@register.filter
def long_time(seconds: int) -> str:
    """Minutes and seconds in words, as the player says them."""
    return str(player_texts.player_texts()["minutes"]).format(m=seconds // 60, s=f"{seconds % 60:02d}")
