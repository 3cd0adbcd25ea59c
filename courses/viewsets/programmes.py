"""The list of programmes of the organisations one trains for."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..models import Programme
from ..views.programme_desk import AddCourse, ArrangeCourses, ChangeProgramme, NewProgramme, ProgrammePage
from .taught import TaughtIndexView, TaughtViewSet


class ProgrammeIndexView(TaughtIndexView):
    list_filter = ["tier"]
    search_fields = ["title"]
    is_searchable = True
    search_backend_name = None
    default_ordering = "-starts_on"

    def get_base_queryset(self) -> QuerySet[Any]:
        mine = Programme.objects.visible_to(self.request.user).select_related("organisation")
        return mine.annotate(count=Count("courses"))

    def page_url(self, instance: Any) -> str:
        return reverse("programmes:detail", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("title", label=pgettext_lazy("programme", "title"), get_url=self.page_url),
            Column("organisation", label=_("organisation"), accessor="organisation.name"),
            Column("tier", label=_("tier"), accessor="get_tier_display"),
            Column("count", label=pgettext_lazy("programme", "courses")),
            Column("starts_on", label=_("starts on"), sort_key="starts_on"),
            Column("ends_on", label=_("ends on"), accessor=lambda one: one.ends_on or "—"),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("New programme"), url=reverse("programmes:new"), icon_name="plus")]


class ProgrammeViewSet(TaughtViewSet):
    model = Programme
    name = "programmes"
    url_prefix = "courses/programmes"
    icon = "list-ol"
    menu_label = pgettext_lazy("menu", "Programmes")
    index_view_class = ProgrammeIndexView
    form_fields = ["title"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("new/", NewProgramme.as_view(), name="new"),
            path("<int:pk>/", ProgrammePage.as_view(), name="detail"),
            path("<int:pk>/change/", ChangeProgramme.as_view(), name="change"),
            path("<int:pk>/add/", AddCourse.as_view(), name="add_course"),
            path("<int:pk>/arrange/", ArrangeCourses.as_view(), name="arrange"),
        ]
