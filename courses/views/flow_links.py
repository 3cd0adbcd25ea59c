"""Ways from the editor of a page to its preflight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets.button import Button

from ..selectors import is_judged


class CheckMenuItem(ActionMenuItem):
    name = "action-check-hours"
    label = _("Check hours and content")
    icon_name = "clipboard-list"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and is_judged(context["page"])

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("course_preflight", args=[context["page"].pk])


def check_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of the page's header, where it is there for those whom the page is locked for as well."""
    if is_judged(page.specific_deferred):
        url = reverse("course_preflight", args=[page.pk])
        yield Button(_("Check hours and content"), url, icon_name="clipboard-list", priority=5)
