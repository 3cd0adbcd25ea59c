"""The workflow every installation starts with."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowTask

from ..models import HoursAssessmentTask, PublishTask, ReviewTask


@transaction.atomic
def set_up_workflow(*, catalogue: Page) -> Workflow:
    """Review, hours, publication for all courses, unless the catalogue has a workflow: then that one stays as it is."""
    assigned = WorkflowPage.objects.filter(page=catalogue.pk).select_related("workflow").first()
    if assigned:
        return assigned.workflow
    workflow = Workflow.objects.create(name=_("Way of a course to its readers"))
    tasks: list[Task] = [
        ReviewTask.objects.create(name=pgettext("task", "Review"), due_days=5),
        HoursAssessmentTask.objects.create(name=pgettext("task", "Hours"), due_days=5),
        PublishTask.objects.create(name=pgettext("task", "Publication"), due_days=3),
    ]
    for number, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    WorkflowPage.objects.create(workflow=workflow, page=catalogue)
    return workflow
