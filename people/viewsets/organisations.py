"""The list of organisations, and the addresses of the pages about one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from ..desk.lists import OverseenViewSet
from ..enums import CodeSystem, OrganisationKind
from ..models import Organisation
from ..selectors.organisations import codes_of, ways_to
from ..views import organisation_actions, organisation_moves, posts
from ..views.about_organisation import organisation_url
from ..views.organisation import OrganisationPage
from .tree_lists import TreeListView

STATES = [("active", pgettext_lazy("organisation", "active")), ("closed", pgettext_lazy("organisation", "closed"))]


class OrganisationFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=OrganisationKind.choices)
    state = django_filters.ChoiceFilter(label=pgettext_lazy("organisation", "state"), choices=STATES, method="by_state")

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        is_active = Q(closed_on__isnull=True) | Q(closed_on__gt=timezone.localdate())
        return queryset.filter(is_active if value == "active" else ~is_active)


class OrganisationListView(TreeListView):
    filterset_class = OrganisationFilterSet

    def get_base_queryset(self) -> QuerySet[Any]:
        return Organisation.objects.managed_by(self.request.user)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, is_paged = super().paginate_queryset(queryset, page_size)
        page.object_list = rows = list(rows)
        ways, codes = ways_to(rows), codes_of(rows, timezone.localdate())
        for one in rows:
            one.way = ways[one.pk]
            one.division_code = codes.get((one.pk, CodeSystem.DIVISION), "")
            one.uscc = codes.get((one.pk, CodeSystem.USCC), "")
        return paginator, page, rows, is_paged

    def page_url(self, instance: Organisation) -> str:
        return organisation_url(instance)

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("name", label=pgettext_lazy("organisation", "name"), get_url=self.page_url),
            Column("get_kind_display", label=_("kind")),
            Column("way", label=pgettext_lazy("organisation", "stands below")),
            Column("division_code", label=_("statistical division code")),
            Column("uscc", label=_("unified social credit code")),
            Column("closed_on", label=_("closed on"), accessor=_closed_on),
        ]


def _closed_on(organisation: Organisation) -> str:
    return organisation.closed_on.isoformat() if organisation.closed_on else ""


class OrganisationViewSet(OverseenViewSet):
    model = Organisation
    name = "organisations"
    url_prefix = "people/organisations"
    icon = "site"
    menu_label = pgettext_lazy("menu", "Organisations")
    index_view_class = OrganisationListView

    def pages(self) -> list[Any]:
        return [
            path("<int:pk>/new/", organisation_actions.AddOrganisation.as_view(), name="add"),
            path("<int:pk>/rename/", organisation_actions.Rename.as_view(), name="rename"),
            path("<int:pk>/kind/", organisation_actions.ChangeKind.as_view(), name="kind"),
            path("<int:pk>/codes/new/", organisation_actions.AddCode.as_view(), name="add_code"),
            path("<int:pk>/codes/<int:code>/end/", organisation_actions.RetireCode.as_view(), name="retire_code"),
            path("<int:pk>/move/", organisation_moves.Move.as_view(), name="move"),
            path("<int:pk>/merge/", organisation_moves.Merge.as_view(), name="merge"),
            path("<int:pk>/split/", organisation_moves.Split.as_view(), name="split"),
            path("<int:pk>/assign/", organisation_moves.Assign.as_view(), name="assign"),
            path("<int:pk>/close/", organisation_moves.Close.as_view(), name="close"),
            path("<int:pk>/posts/", posts.PostsPage.as_view(), name="posts"),
            path("<int:pk>/posts/new/", posts.OpenPost.as_view(), name="open_post"),
            path("<int:pk>/posts/<int:post>/end/", posts.EndPost.as_view(), name="end_post"),
        ]


def organisation_paths() -> list[Any]:
    """The page that everything about an organisation links to; its name stands outside the namespaces."""
    return [path("people/organisations/<int:pk>/", OrganisationPage.as_view(), name="people_organisation")]
