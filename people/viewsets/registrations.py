"""The queue of registrations to confirm."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from ..desk.lists import OverseenIndexView, OverseenViewSet
from ..models import Registration


class RegistrationIndexView(OverseenIndexView):
    default_ordering = "entered_at"

    def get_base_queryset(self) -> QuerySet[Any]:
        waiting = Registration.objects.visible_to(self.request.user).filter(confirmed_at=None)
        return waiting.exclude(qualification__person=self.request.user).select_related("qualification__person")

    def page_url(self, instance: Any) -> str:
        return reverse("qualifications:review", args=[instance.qualification_id])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "person",
                label=pgettext_lazy("person", "name"),
                accessor="qualification.person.get_full_name",
                get_url=self.page_url,
            ),
            Column("level", label=_("qualification level"), accessor="qualification.get_level_display"),
            Column("number", label=_("registration number")),
            Column("starts_on", label=pgettext_lazy("registration", "valid from")),
            Column("ends_on", label=pgettext_lazy("registration", "valid until")),
            DateColumn("entered_at", label=pgettext_lazy("registration", "entered at"), sort_key="entered_at"),
        ]


class RegistrationViewSet(OverseenViewSet):
    model = Registration
    name = "registrations"
    url_prefix = "people/registrations"
    icon = "date"
    menu_label = _("Registrations to confirm")
    index_view_class = RegistrationIndexView
    form_fields = ["number"]  # of screens that are not there
