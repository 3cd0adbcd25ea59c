"""The list of exports: one's own, and for administrators those about their organisations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..desk.lists import OverseenIndexView, OverseenViewSet
from ..models import PersonalExport
from ..views.exports import AskForExport, ExportDetail, download


def _instant(name: str) -> Callable[[Any], str]:
    """To the minute; Wagtail's own column says how long ago, which is nothing for a day to come."""

    def shown(export: Any) -> str:
        at = getattr(export, name)
        return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""

    return shown


class ExportIndexView(OverseenIndexView):
    default_ordering = "-asked_at"
    list_filter = ["state", "is_full"]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("asked_by", "organisation")

    def page_url(self, instance: Any) -> str:
        return reverse("personal_exports:detail", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("purpose", label=pgettext_lazy("export", "purpose"), get_url=self.page_url),
            Column("organisation", label=_("organisation")),
            Column("asked_by", label=_("asked for by")),
            Column("asked_at", label=_("asked for at"), sort_key="asked_at", accessor=_instant("asked_at")),
            Column("get_state_display", label=pgettext_lazy("export", "state")),
            Column("rows_total", label=pgettext_lazy("export", "rows")),
            Column("expires_at", label=_("expires at"), sort_key="expires_at", accessor=_instant("expires_at")),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Export people"), url=reverse("personal_exports:add"), icon_name="download")]


class PersonalExportViewSet(OverseenViewSet):
    model = PersonalExport
    name = "personal_exports"
    url_prefix = "people/exports"
    icon = "download"
    menu_label = pgettext_lazy("menu", "Exports")
    index_view_class = ExportIndexView

    def pages(self) -> list[Any]:
        return [
            path("new/", AskForExport.as_view(), name="add"),
            path("<uuid:pk>/", ExportDetail.as_view(), name="detail"),
            path("<uuid:pk>/file/", download, name="file"),
        ]
