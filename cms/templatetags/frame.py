"""What the frame around every page needs: icons, tabs, and the address to come back to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """`current` is the value of aria-current: this page, inside this section, or neither."""

    address: str
    icon: str
    name: str | Promise
    current: str = ""


LEARNER_TABS = (
    Tab("/my/", "home", _("Home")),
    Tab("/courses/", "courses", _("Courses")),
    Tab("/my/hours/", "hours", _("Hours")),
    Tab("/my/certificates/", "certificate", _("Certificates")),
    # Translators: the tab with one's own account and settings.
    Tab("/my/profile/", "person", _("Me")),
)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture from static/img/icons.svg; always beside a word, so hidden from screen readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("img/icons.svg"), name)


@register.inclusion_tag("components/_tabs.html", takes_context=True)
def learner_tabs(context: dict[str, Any]) -> dict[str, Any]:
    path = context["request"].path
    return {"tabs": [Tab(tab.address, tab.icon, tab.name, _standing(tab.address, path)) for tab in LEARNER_TABS]}


def _standing(address: str, path: str) -> str:
    if path == address:
        return "page"
    return "true" if address != "/my/" and path.startswith(address) else ""


@register.simple_tag(takes_context=True)
def same_page(context: dict[str, Any]) -> str:
    """Where the small forms of the frame come back to; after a refused post, where the person came from."""
    request = context.get("request")
    if request is None or request.path in (reverse("large_mode"), reverse("set_language")):
        return "/"
    return str(request.get_full_path()) if request.method == "GET" else str(request.path)


@register.simple_tag
def message_kind(level_tag: str) -> str:
    """Django's message level -> the notice's kind."""
    return {"success": "ok", "warning": "warn", "error": "err"}.get(level_tag, "info")
