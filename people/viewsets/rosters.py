"""The list of roster imports, and the addresses of their pages."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..desk.lists import OverseenIndexView, OverseenViewSet
from ..models import RosterImport
from ..views.rosters import columns, detail, ending, files, row, steps, template, upload


class RosterIndexView(OverseenIndexView):
    default_ordering = "-created_at"
    list_filter = ["state"]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("by", "organisation").defer("headings_sealed")

    def page_url(self, instance: Any) -> str:
        return reverse("rosters:detail", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("file_name", label=pgettext_lazy("roster", "file"), get_url=self.page_url),
            Column("organisation", label=_("organisation")),
            Column("get_state_display", label=pgettext_lazy("roster", "state")),
            Column("total", label=pgettext_lazy("roster", "rows")),
            Column("by", label=_("imported by"), accessor=lambda roster: roster.by.real_name if roster.by else "—"),
            DateColumn("created_at", label=_("uploaded at"), sort_key="created_at"),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton(_("Import a roster"), url=reverse("rosters:add"), icon_name="upload"),
            HeaderButton(_("Download the template"), url=reverse("rosters:template"), icon_name="download"),
        ]


class RosterViewSet(OverseenViewSet):
    model = RosterImport
    name = "rosters"
    url_prefix = "people/rosters"
    icon = "upload"
    menu_label = pgettext_lazy("menu", "Import rosters")
    index_view_class = RosterIndexView
    form_fields = ["file_name"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("new/", upload.UploadRoster.as_view(), name="add"),
            path("template/", template.Template.as_view(), name="template"),
            path("<uuid:pk>/", detail.RosterDetail.as_view(), name="detail"),
            path("<uuid:pk>/columns/", columns.AssignColumns.as_view(), name="columns"),
            path("<uuid:pk>/confirm/", steps.ConfirmRows.as_view(), name="confirm"),
            path("<uuid:pk>/import/", steps.BeginImport.as_view(), name="import"),
            path("<uuid:pk>/resume/", steps.Resume.as_view(), name="resume"),
            path("<uuid:pk>/cancel/", ending.CancelRoster.as_view(), name="cancel"),
            path("<uuid:pk>/undo/", ending.UndoRoster.as_view(), name="undo"),
            path("<uuid:pk>/refused/", files.RefusedRows.as_view(), name="refused"),
            path("<uuid:pk>/rows/<int:number>/", row.CorrectRow.as_view(), name="row"),
            path("<uuid:pk>/rows/<int:number>/cell/", steps.FixCell.as_view(), name="cell"),
            path("<uuid:pk>/rows/<int:number>/confirm/", steps.ConfirmRows.as_view(), name="confirm_row"),
            path("<uuid:pk>/rows/<int:number>/place/", steps.ChoosePlace.as_view(), name="place"),
        ]
