"""States of certificates in templates."""

from django import template

from ..enums import Status
from ..views.results import BY_STATUS, Result

register = template.Library()


@register.filter
def status_kind(status: Status) -> str:
    """Colour and icon of a state: "ok", "warn" or "err"."""
    return BY_STATUS[Status(status)].kind


@register.simple_tag
def status_words(status: Status) -> Result:
    return BY_STATUS[Status(status)]
