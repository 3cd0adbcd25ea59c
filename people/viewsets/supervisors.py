"""The list of supervisors' appointments."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..desk.lists import OverseenIndexView, OverseenViewSet
from ..models import SupervisorAppointment
from ..querysets import in_force
from ..views.appointments import AddPair, AppointmentPage, EndAppointment, EndPair
from ..views.supervisors import AppointSupervisor, SupervisorTargets


class AppointmentIndexView(OverseenIndexView):
    default_ordering = "-starts_on"
    search_fields = ["person__real_name", "person__username", "organisation__name"]
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Any]:
        today = in_force(timezone.localdate(), "pairs__")
        counted = super().get_base_queryset().annotate(supervised=Count("pairs", filter=Q(today)))
        return counted.select_related("person", "organisation")

    def page_url(self, instance: Any) -> str:
        return reverse("supervisors:detail", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "person", label=pgettext_lazy("person", "name"), accessor="person.get_full_name", get_url=self.page_url
            ),
            Column("organisation", label=_("organisation"), accessor="organisation.name"),
            Column("starts_on", label=_("starts on"), sort_key="starts_on"),
            Column("ends_on", label=_("ends on"), sort_key="ends_on"),
            Column("supervised", label=_("supervised people"), sort_key="supervised"),
            Column("most_supervised", label=_("at most so many people at once")),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton(_("Appoint a supervisor"), url=reverse("supervisors:appoint"), icon_name="plus"),
            HeaderButton(_("Supervisors and targets"), url=reverse("supervisors:targets"), icon_name="list-ul"),
        ]


class SupervisorViewSet(OverseenViewSet):
    model = SupervisorAppointment
    name = "supervisors"
    url_prefix = "people/supervisors"
    icon = "group"
    menu_label = pgettext_lazy("menu", "Supervisors")
    index_view_class = AppointmentIndexView
    form_fields = ["citation"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("new/", AppointSupervisor.as_view(), name="appoint"),
            path("targets/", SupervisorTargets.as_view(), name="targets"),
            path("<int:pk>/", AppointmentPage.as_view(), name="detail"),
            path("<int:pk>/end/", EndAppointment.as_view(), name="end"),
            path("<int:pk>/people/new/", AddPair.as_view(), name="pair"),
            path("<int:pk>/people/<int:pair>/end/", EndPair.as_view(), name="end_pair"),
        ]
