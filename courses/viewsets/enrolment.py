"""The queue of requests to take part: those that wait first, the oldest on top."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from ..models import EnrolmentRequest
from ..querysets import DECIDING_ROLES
from ..views.enrolment_desk import ApproveEnrolment, EnrolmentRequestPage, RefuseEnrolment
from .taught import TaughtIndexView, TaughtViewSet


class EnrolmentRequestIndexView(TaughtIndexView):
    list_filter = ["state"]
    search_fields = ["course_title", "learner__real_name"]
    is_searchable = True
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet[Any]:
        return EnrolmentRequest.objects.visible_to(self.request.user).select_related("learner")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.ordering:
            return super().order_queryset(queryset)
        return queryset.order_by(F("decided_at").desc(nulls_first=True), "asked_at", "pk")

    def page_url(self, instance: Any) -> str:
        return reverse("enrolment_requests:detail", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "learner",
                label=pgettext_lazy("person", "name"),
                accessor="learner.get_full_name",
                get_url=self.page_url,
            ),
            Column("course_title", label=_("course")),
            DateColumn("asked_at", label=_("asked at"), sort_key="asked_at"),
            Column("state", label=pgettext_lazy("request to take part", "state"), accessor="get_state_display"),
        ]


class EnrolmentRequestViewSet(TaughtViewSet):
    model = EnrolmentRequest
    name = "enrolment_requests"
    url_prefix = "courses/requests"
    icon = "user"
    menu_label = _("Requests to take part")
    index_view_class = EnrolmentRequestIndexView
    form_fields = ["state"]  # of screens that are not there
    roles = DECIDING_ROLES

    def pages(self) -> list[Any]:
        return [
            path("<int:pk>/", EnrolmentRequestPage.as_view(), name="detail"),
            path("<int:pk>/approve/", ApproveEnrolment.as_view(), name="approve"),
            path("<int:pk>/refuse/", RefuseEnrolment.as_view(), name="refuse"),
        ]
