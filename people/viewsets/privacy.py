"""The desk's lists of privacy: who saw what, what people ask to have corrected, possible duplicates."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSet

from ..desk.lists import OverseenIndexView, OverseenViewSet, OverseerMenuItem
from ..enums import Role
from ..models import CorrectionRequest, PersonalDataAccess
from ..services.revealing import OWN_LOOK
from ..views.privacy.desk_corrections import DecideCorrection
from ..views.privacy.duplicates import Duplicates


class AccessIndexView(OverseenIndexView):
    default_ordering = "-happened_at"
    list_filter = ["kind", "happened_at"]
    search_fields = ("reason",)
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("actor", "person", "organisation")

    @cached_property
    def columns(self) -> list[Any]:
        return [
            DateColumn("happened_at", label=pgettext_lazy("access log", "at"), sort_key="happened_at"),
            Column("actor", label=pgettext_lazy("access log", "by"), accessor=lambda row: row.actor.get_full_name()),
            Column("get_kind_display", label=pgettext_lazy("access log", "what")),
            Column("about", label=pgettext_lazy("access log", "about"), accessor=_about),
            Column("reason", label=pgettext_lazy("access log", "reason"), accessor=_reason),
        ]


def _reason(row: PersonalDataAccess) -> str:
    return pgettext("access log", "the person's own look") if row.reason == OWN_LOOK else row.reason


def _about(row: PersonalDataAccess) -> str:
    return row.person.get_full_name() if row.person else str(row.organisation)


class AccessViewSet(OverseenViewSet):
    model = PersonalDataAccess
    name = "accesses"
    url_prefix = "people/accesses"
    icon = "view"
    menu_label = _("Access log")
    index_view_class = AccessIndexView
    form_fields = ["reason"]  # of screens that are not there
    roles = (Role.ADMINISTRATOR,)


class CorrectionIndexView(OverseenIndexView):
    default_ordering = "asked_at"
    list_filter = ["state", "field"]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("person")

    def page_url(self, instance: CorrectionRequest) -> str:
        return reverse("corrections:decide", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "person",
                label=_("person"),
                accessor=lambda row: row.person.get_full_name(),
                get_url=self.page_url,
            ),
            Column("get_field_display", label=pgettext_lazy("correction", "what")),
            DateColumn("asked_at", label=pgettext_lazy("correction", "asked at"), sort_key="asked_at"),
            Column("get_state_display", label=pgettext_lazy("correction", "state")),
        ]


class CorrectionViewSet(OverseenViewSet):
    model = CorrectionRequest
    name = "corrections"
    url_prefix = "people/corrections"
    icon = "edit"
    menu_label = pgettext_lazy("correction", "Corrections")
    index_view_class = CorrectionIndexView
    form_fields = ["reason"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [path("<int:pk>/", DecideCorrection.as_view(), name="decide")]


class DuplicateViewSet(ViewSet):
    """One page without a model behind it."""

    name = "duplicates"
    url_prefix = "people/duplicates"
    icon = "copy"
    menu_label = pgettext_lazy("duplicates", "Possible duplicates")
    menu_item_class: type[MenuItem] = OverseerMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [path("", Duplicates.as_view(), name="index")]
