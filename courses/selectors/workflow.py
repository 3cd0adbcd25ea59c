"""Steps of the workflow that wait for somebody."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import TaskState

from people.enums import Role

from ..models import HoursAssessmentTask, PublishTask, ReviewTask, moderators
from ..querysets import TEACHING_ROLES

STEPS = (ReviewTask, HoursAssessmentTask, PublishTask)


def due_days() -> dict[int, int]:
    """By task. One query for each kind of step."""
    return dict(row for step in STEPS for row in step.objects.values_list("pk", "due_days"))


def waiting_steps(user: Any) -> QuerySet[TaskState]:
    """Those of the courses somebody trains for, assesses or administers, the oldest first."""
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=due_days())
    found = moderators.in_reach(user, (*TEACHING_ROLES, Role.ASSESSOR), waiting)
    rows = TaskState.objects.filter(pk__in=[state.pk for state in found]).order_by("started_at", "pk")
    return rows.select_related("task", "workflow_state__requested_by", "revision")


def overdue(at: dt.datetime) -> Q:
    """Steps that began longer ago than their days."""
    late = Q(pk__in=[])
    for task, days in due_days().items():
        late |= Q(task=task, started_at__lt=at - dt.timedelta(days=days))
    return late
