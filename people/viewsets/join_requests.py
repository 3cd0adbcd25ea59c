"""The list of requests to join: the open ones first."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from ..desk.lists import OverseenIndexView, OverseenViewSet
from ..models import JoinRequest
from ..phones import mask_phone
from ..views.join_requests import ApproveJoinRequest, JoinRequestPage, RefuseJoinRequest


def _phone(join_request: JoinRequest) -> str:
    return mask_phone(join_request.person.phone)


class JoinRequestIndexView(OverseenIndexView):
    list_filter = ["state", "worker_category"]
    search_fields = ["person__real_name"]
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Any]:
        return JoinRequest.objects.decided_by(self.request.user).select_related("person", "organisation")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.ordering:
            return super().order_queryset(queryset)
        return queryset.order_by(F("decided_at").desc(nulls_first=True), "asked_at", "pk")

    def page_url(self, instance: Any) -> str:
        return reverse("join_requests:detail", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "person", label=pgettext_lazy("person", "name"), accessor="person.get_full_name", get_url=self.page_url
            ),
            Column("phone", label=_("mobile phone"), accessor=_phone),
            Column("organisation", label=_("organisation"), accessor="organisation.name"),
            Column("worker_category", label=_("worker category"), accessor="get_worker_category_display"),
            DateColumn("asked_at", label=_("asked at"), sort_key="asked_at"),
            Column("state", label=pgettext_lazy("request to join", "state"), accessor="get_state_display"),
        ]


class JoinRequestViewSet(OverseenViewSet):
    model = JoinRequest
    name = "join_requests"
    url_prefix = "people/requests"
    icon = "user"
    menu_label = _("Requests to join")
    index_view_class = JoinRequestIndexView
    form_fields = ["state"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("<int:pk>/", JoinRequestPage.as_view(), name="detail"),
            path("<int:pk>/approve/", ApproveJoinRequest.as_view(), name="approve"),
            path("<int:pk>/refuse/", RefuseJoinRequest.as_view(), name="refuse"),
        ]
