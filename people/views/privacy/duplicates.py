"""The desk: accounts that may be one person's. They are put together at the site's own address."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from ... import rules
from ...desk.pages import DeskPage
from ...models import User
from ...selectors.duplicates import likely_duplicates
from ...services.identity import id_masked
from ..about_person import person_url, shown_name, shown_phone


class Duplicates(DeskPage):
    template_name = "people/desk/duplicates.html"
    page_title = pgettext_lazy("duplicates", "Possible duplicates")
    header_icon = "copy"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = [
            {
                "name": shown_name(pair.one),
                "accounts": [_account(pair.one), _account(pair.other)],
                "signs": [sign.value for sign in pair.signs],
                "url": reverse("merge_people", args=[pair.one.pk, pair.other.pk]),
            }
            for pair in likely_duplicates(self.request.user)
        ]
        return super().get_context_data(lines=lines, **kwargs)


def _account(person: User) -> dict[str, Any]:
    return {
        "username": person.username,
        "url": person_url(person),
        "phone": shown_phone(person),
        "id_number": id_masked(person),
    }


def merge_button(viewer: User, person: User) -> HeaderButton | None:
    if viewer.pk == person.pk or not person.is_active or not rules.may_change_details(viewer, person):
        return None
    url = reverse("merge_choose", args=[person.pk])
    return HeaderButton(_("Put together with another account"), url=url, icon_name="copy", priority=80)
