"""What the front page shows of the catalogue."""

from django import template

from .. import selectors

register = template.Library()


@register.simple_tag
def featured_courses(limit: int = 6) -> list[selectors.FeaturedCourse]:
    return selectors.featured_courses(limit)
