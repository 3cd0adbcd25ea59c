"""The queue of qualifications to verify."""

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
from ..evidence import MOST_BYTES
from ..models import Qualification
from ..views.level_rules import LevelRules
from ..views.own import size_first
from ..views.registrations import ConfirmRegistration, EnterRegistration, RemoveRegistration
from ..views.rewards import EligibilityList, ExportEligibility
from ..views.verification import EnterQualification, ReviewQualification


class QualificationIndexView(OverseenIndexView):
    list_filter = ["state", "level", "source"]
    search_fields = ["person__real_name", "person__username", "certificate_number"]
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Any]:
        return Qualification.objects.decided_by_desk(self.request.user).select_related("person")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What waits, the oldest first; in the alphabet "claimed" comes before the other states."""
        return super().order_queryset(queryset) if self.ordering else queryset.order_by("state", "claimed_at", "pk")

    def page_url(self, instance: Any) -> str:
        return reverse("qualifications:review", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "person", label=pgettext_lazy("person", "name"), accessor="person.get_full_name", get_url=self.page_url
            ),
            Column("level", label=_("qualification level"), accessor="get_level_display"),
            Column("certificate_number", label=_("certificate number")),
            Column("source", label=pgettext_lazy("qualification", "source"), accessor="get_source_display"),
            DateColumn("claimed_at", label=pgettext_lazy("qualification", "claimed at"), sort_key="claimed_at"),
            Column("state", label=pgettext_lazy("qualification", "state"), accessor="get_state_display"),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton(_("Who is eligible"), url=reverse("qualifications:eligible"), icon_name="list-ul"),
            HeaderButton(_("Rules and sources"), url=reverse("qualifications:rules"), icon_name="doc-full"),
        ]


class QualificationViewSet(OverseenViewSet):
    model = Qualification
    name = "qualifications"
    url_prefix = "people/qualifications"
    icon = "tick-inverse"
    menu_label = pgettext_lazy("menu", "Qualifications")
    index_view_class = QualificationIndexView
    form_fields = ["level"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("eligible/", EligibilityList.as_view(), name="eligible"),
            path("eligible/export/", ExportEligibility.as_view(), name="eligible_export"),
            path("rules/", LevelRules.as_view(), name="rules"),
            path("new/<uuid:pk>/", size_first(EnterQualification.as_view(), MOST_BYTES), name="enter"),
            path("<int:pk>/", ReviewQualification.as_view(), name="review"),
            path("<int:pk>/registrations/new/", EnterRegistration.as_view(), name="register"),
            path("<int:pk>/registrations/<int:registration>/confirm/", ConfirmRegistration.as_view(), name="confirm"),
            path("<int:pk>/registrations/<int:registration>/remove/", RemoveRegistration.as_view(), name="remove"),
        ]
