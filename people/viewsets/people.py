"""The list of people, and the addresses of the pages about one."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..desk.lists import OverseenIndexView, OverseenViewSet
from ..errors import Malformed
from ..models import Membership, User
from ..phones import parse_phone
from ..selectors.people import overseen_people
from ..services.identity import id_masked
from ..views import departures, memberships, person_details, second_factor
from ..views.about_person import account_state, person_url, shown_name, shown_phone
from ..views.add_person import AddPerson
from ..views.person import PersonPage
from ..views.privacy.reveal import Reveal
from .capped import CappedPaginator
from .people_filters import PeopleFilterSet


class PeopleListView(OverseenIndexView):
    """In the order of the account names, which are unique and indexed, so that every page comes from the index."""

    default_ordering = "username"
    paginator_class = CappedPaginator
    filterset_class = PeopleFilterSet
    search_fields = ("real_name", "phone", "username")
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet[Any]:
        viewer, today = self.request.user, timezone.localdate()
        held = Membership.objects.visible_to(viewer).in_force(today)
        shown = held.select_related("organisation").order_by("starts_on", "pk")
        people = overseen_people(viewer, on=today, **self.filters.asked())
        return people.prefetch_related(Prefetch("memberships", shown, to_attr="held"))

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Part of a name, the begin of an account name, or a whole phone number: no digit can be tried out."""
        text = (self.search_query or "").strip()
        if not text:
            return queryset
        wanted = Q(real_name__contains=text) | Q(username__startswith=text)
        with suppress(Malformed):
            wanted |= Q(phone=parse_phone(text))
        return queryset.filter(wanted)

    def page_url(self, instance: User) -> str:
        return person_url(instance)

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton(_("Add a person"), url=reverse("people:add_person"), icon_name="plus"),
            HeaderButton(_("Import a roster"), url=reverse("rosters:add"), icon_name="upload"),
        ]

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "shown_name", label=pgettext_lazy("person", "name"), accessor=shown_name, get_url=self.page_url
            ),
            Column("username", label=_("account"), sort_key="username"),
            Column("phone", label=_("mobile phone"), accessor=shown_phone),
            Column("id_number", label=_("ID number"), accessor=id_masked),
            Column("organisation", label=_("organisation"), accessor=_organisations),
            Column("role", label=_("role"), accessor=_roles),
            Column("state", label=pgettext_lazy("account", "state"), accessor=account_state),
        ]


def _organisations(person: Any) -> str:
    return " · ".join(dict.fromkeys(held.organisation.name for held in person.held))


def _roles(person: Any) -> str:
    return " · ".join(dict.fromkeys(str(held.get_role_display()) for held in person.held))


class PeopleViewSet(OverseenViewSet):
    model = User
    name = "people"
    url_prefix = "people"
    icon = "user"
    menu_label = pgettext_lazy("menu", "People")
    index_view_class = PeopleListView

    def pages(self) -> list[Any]:
        return [
            path("new/", AddPerson.as_view(), name="add_person"),
            path("<uuid:pk>/details/", person_details.ChangeDetails.as_view(), name="details"),
            path("<uuid:pk>/reveal/", Reveal.as_view(), name="reveal"),
            path("<uuid:pk>/second-factor/", second_factor.RemoveSecondFactor.as_view(), name="remove_second_factor"),
            path("<uuid:pk>/roles/new/", memberships.GiveRole.as_view(), name="give_role"),
            path("<uuid:pk>/roles/<int:held>/end/", memberships.EndRole.as_view(), name="end_role"),
            path("<uuid:pk>/transfer/<int:organisation>/", departures.Transfer.as_view(), name="transfer"),
            path("<uuid:pk>/leave/<int:organisation>/", departures.Leave.as_view(), name="leave"),
        ]


def person_paths() -> list[Any]:
    """The page that everything about a person links to; its name stands outside the namespaces."""
    return [path("people/<uuid:pk>/", PersonPage.as_view(), name="people_person")]
