"""The steps of the workflow that wait, with the day each is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, TaskState

from people.desk.lists import OverseerMenuItem
from people.enums import Role
from people.querysets import overseen_paths

from ..querysets import TEACHING_ROLES
from ..selectors.workflow import due_days, overdue, waiting_steps

ROLES = (*TEACHING_ROLES, Role.ASSESSOR)


def may_open(user: Any) -> bool:
    return bool(user.is_superuser or overseen_paths(user, ROLES))


class StepFilterSet(WagtailFilterSet):
    late = django_filters.ChoiceFilter(
        label=pgettext_lazy("workflow", "Due"),
        method="filter_late",
        choices=(("late", pgettext_lazy("workflow", "Overdue")),),
        empty_label=pgettext_lazy("workflow", "All that wait"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = TaskState
        fields: list[str] = []

    def filter_late(self, queryset: QuerySet[TaskState], name: str, value: str) -> QuerySet[TaskState]:
        return queryset.filter(overdue(timezone.now())) if value else queryset


class WaitingSteps(ReportView):
    page_title = _("Steps that wait")
    header_icon = "thumbtack"
    results_template_name = "courses/workflow/steps.html"
    index_url_name = "course_steps"
    index_results_url_name = "course_steps_results"
    filterset_class = StepFilterSet
    export_headings = {"page": pgettext_lazy("workflow", "page"), "due_on": pgettext_lazy("workflow", "due on")}
    list_export = ["task", "page", "workflow_state.requested_by", "started_at", "due_on"]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not may_open(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[TaskState]:
        return waiting_steps(self.request.user)

    def get_filename(self) -> str:
        return f"steps-{timezone.localdate().isoformat()}"

    def decorate_paginated_queryset(self, object_list: Any) -> list[TaskState]:
        """With the page and the day each is due."""
        rows, days, now = list(object_list), due_days(), timezone.now()
        pages = Page.objects.in_bulk([int(row.workflow_state.object_id) for row in rows])
        for row in rows:
            due_at = row.started_at + dt.timedelta(days=days[row.task_id])
            row.page = pages.get(int(row.workflow_state.object_id))
            row.due_on, row.is_late = timezone.localdate(due_at), due_at < now
        return rows


class StepsMenuItem(OverseerMenuItem):
    roles = ROLES


def step_paths() -> list[Any]:
    return [
        path("reports/course-steps/", WaitingSteps.as_view(), name="course_steps"),
        path("reports/course-steps/results/", WaitingSteps.as_view(results_only=True), name="course_steps_results"),
    ]
