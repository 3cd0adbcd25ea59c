"""The list of packages."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..models import LessonPackage
from ..views.package_desk import DeletePackage, PackageDetail
from ..views.package_upload import upload
from .taught import TaughtIndexView, TaughtViewSet


class PackageIndexView(TaughtIndexView):
    default_ordering = "-uploaded_at"
    list_filter = ["version"]
    is_searchable = True
    search_fields = ["title", "file_name"]
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("organisation").defer("left_out")

    def page_url(self, instance: Any) -> str:
        return reverse("packages:detail", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("title", label=pgettext_lazy("package", "title"), get_url=self.page_url, sort_key="title"),
            Column("organisation", label=_("organisation")),
            Column("get_version_display", label=pgettext_lazy("package", "standard")),
            Column("parts", label=pgettext_lazy("package", "parts"), accessor=lambda package: len(package.parts)),
            Column(
                "size_bytes",
                label=pgettext_lazy("package", "size"),
                accessor=lambda package: filesizeformat(package.size_bytes),
            ),
            DateColumn("uploaded_at", label=_("uploaded at"), sort_key="uploaded_at"),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Upload a package"), url=reverse("packages:add"), icon_name="upload")]


class PackageViewSet(TaughtViewSet):
    model = LessonPackage
    name = "packages"
    url_prefix = "courses/packages"
    icon = "folder-open-1"
    menu_label = pgettext_lazy("menu", "SCORM packages")
    index_view_class = PackageIndexView
    form_fields = ["title"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("new/", upload, name="add"),
            path("<int:pk>/", PackageDetail.as_view(), name="detail"),
            path("<int:pk>/delete/", DeletePackage.as_view(), name="delete"),
        ]
