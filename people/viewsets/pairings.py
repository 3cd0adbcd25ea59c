"""The list of paired areas."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..desk.lists import OverseenIndexView, OverseenViewSet
from ..enums import Role
from ..models import AreaPairing
from ..querysets import overseen_paths
from ..views.pairings import EndPairing, Pair

STATES = [("open", pgettext_lazy("pairing", "in force")), ("over", pgettext_lazy("pairing", "ended"))]


class PairingFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=pgettext_lazy("pairing", "state"), choices=STATES, method="by_state")

    class Meta:
        model = AreaPairing
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        is_open = Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
        return queryset.filter(is_open if value == "open" else ~is_open)


class PairingListView(OverseenIndexView):
    default_ordering = "-starts_on"
    filterset_class = PairingFilterSet

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("first", "second")

    @cached_property
    def changeable(self) -> set[int]:
        return set(AreaPairing.objects.changeable_by(self.request.user).values_list("pk", flat=True))

    def page_url(self, instance: AreaPairing) -> str | None:
        if instance.ends_on is not None or instance.pk not in self.changeable:
            return None
        return reverse("pairings:end", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("pair", label=pgettext_lazy("pairing", "areas"), accessor=_pair, get_url=self.page_url),
            Column("starts_on", label=_("starts on"), accessor=_starts_on, sort_key="starts_on"),
            Column("ends_on", label=_("ends on"), accessor=_ends_on, sort_key="ends_on"),
            Column("note", label=pgettext_lazy("pairing", "note")),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        user: Any = self.request.user
        if not (user.is_superuser or overseen_paths(user, (Role.ADMINISTRATOR,))):
            return []
        return [HeaderButton(_("Pair two areas"), url=reverse("pairings:add"), icon_name="plus")]


def _starts_on(pairing: AreaPairing) -> str:
    return pairing.starts_on.isoformat()


def _ends_on(pairing: AreaPairing) -> str:
    return pairing.ends_on.isoformat() if pairing.ends_on else ""


def _pair(pairing: AreaPairing) -> str:
    return f"{pairing.first} — {pairing.second}"


class PairingViewSet(OverseenViewSet):
    model = AreaPairing
    name = "pairings"
    url_prefix = "people/pairings"
    icon = "link"
    menu_label = pgettext_lazy("menu", "Pairings")
    index_view_class = PairingListView

    def pages(self) -> list[Any]:
        return [
            path("new/", Pair.as_view(), name="add"),
            path("<int:pk>/end/", EndPairing.as_view(), name="end"),
        ]
