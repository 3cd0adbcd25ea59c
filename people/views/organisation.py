"""The page of one organisation: the way down to it, what is below, its codes, its history, its posts."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.admin.widgets.button import Button, HeaderButton

from .. import rules
from ..desk.pages import DeskPage
from ..models import OrganisationChange
from ..selectors.organisations import people_below, with_people
from ..selectors.posts import share_of
from .about_organisation import AboutOrganisation

CHILDREN_A_PAGE = 50


class OrganisationPage(AboutOrganisation, DeskPage):
    template_name = "people/desk/organisation.html"
    header_icon = "site"

    def get_page_title(self) -> str:
        return self.organisation.name

    def get_header_buttons(self) -> list[Any]:
        people = reverse("people:index") + f"?organisation={self.organisation.pk}"
        self.header_buttons = [
            HeaderButton(pgettext("menu", "People"), url=people, icon_name="group", priority=10),
            HeaderButton(pgettext("menu", "Posts"), url=self._to("posts"), icon_name="list-ul", priority=20),
        ]
        return super().get_header_buttons()

    def get_header_more_buttons(self) -> list[Button]:
        """What an administrator may do; the service asks again. Those about the place above need power there."""
        is_closed = self.organisation.closed_on is not None
        if is_closed or not rules.may_administer(self.viewer, self.organisation):
            return []
        way = self.way
        offered = [
            ("add", _("Add an organisation below"), "plus"),
            ("rename", pgettext("organisation", "Rename"), "edit"),
            ("kind", _("Change the kind"), "tag"),
            ("add_code", _("Add a code"), "key"),
        ]
        if len(way) > 1 or self.viewer.is_superuser:
            offered += [
                ("move", _("Move in the tree"), "arrow-right"),
                ("merge", _("Merge into another"), "redirect"),
                ("split", pgettext("organisation", "Split"), "cut"),
                ("assign", _("Assign people to the parts"), "group"),
                ("close", pgettext("organisation", "Close"), "lock"),
            ]
        return [
            Button(label, url=self._to(name), icon_name=icon, priority=number)
            for number, (name, label, icon) in enumerate(offered)
        ]

    def _to(self, name: str) -> str:
        return reverse(f"organisations:{name}", args=[self.organisation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, organisation = timezone.localdate(), self.organisation
        children = organisation.get_children()
        if "closed" not in self.request.GET:
            children = children.active_on(today)
        page = Paginator(children, CHILDREN_A_PAGE).get_page(self.request.GET.get("p"))
        changes = OrganisationChange.objects.filter(organisation=organisation).select_related("heir")
        inherited = OrganisationChange.objects.filter(heir=organisation).select_related("organisation")
        facts = {
            "people": people_below(organisation, today),
            "page": page,
            "children": with_people(organisation, page.object_list, today),
            "shows_closed": "closed" in self.request.GET,
            "codes": organisation.codes.order_by("system", "-valid_from"),
            "may_administer": rules.may_administer(self.viewer, organisation),
            "changes": changes,
            "inherited": inherited,
            "share": share_of(organisation, today),
            "today": today,
        }
        return super().get_context_data(**facts, **kwargs)
