"""The steps a course takes to its readers: review, hours assessment, publishing (docs/adr/0018).

Wagtail calls these classes; what a step writes is in services, which import models: so they are found by their name.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import TaskState, WorkflowState

from people.enums import Role
from people.errors import Refusal

from .course_task import CourseTask

SERVICES = "courses.services.workflow."


class ReviewTask(CourseTask):
    role = Role.TRAINER
    excludes_authors = True

    class Meta:
        verbose_name = _("review by another trainer")
        verbose_name_plural = _("reviews by another trainer")

    @classmethod
    def get_description(cls) -> Any:
        return _("Another trainer of the course's organisation, or of one above, reads it. Never one of its authors.")


class HoursAssessmentTask(CourseTask):
    """Taken by itself where nothing that matters for hours has changed since the last assessment."""

    role = Role.ASSESSOR
    approve_label = pgettext_lazy("workflow", "Approve the hours")

    class Meta:
        verbose_name = _("assessment of hours")
        verbose_name_plural = _("assessments of hours")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        carried_over = import_string(f"{SERVICES}carry_over")(task=self, workflow_state=workflow_state)
        return carried_over or super().start(workflow_state, user=user)

    def approve(self, state: TaskState, user: Any, given: dict[str, Any]) -> Any:
        try:
            import_string(f"{SERVICES}approve_hours")(state=state, given=given, by=user)
        except Refusal as refusal:
            # The form had let nothing of this through.
            raise PermissionDenied from refusal

    @classmethod
    def get_description(cls) -> Any:
        return _("An hours assessor approves minutes, category and schemes; skipped when nothing of that has changed.")


class PublishTask(CourseTask):
    role = Role.ADMINISTRATOR
    approve_label = pgettext_lazy("workflow", "Approve and publish")

    class Meta:
        verbose_name = _("publication by an administrator")
        verbose_name_plural = _("publications by an administrator")

    def approve(self, state: TaskState, user: Any, given: dict[str, Any]) -> Any:
        is_done = import_string(f"{SERVICES}approve_publication")(state=state, given=given, by=user)
        return None if is_done else reverse("course_preflight", args=[state.revision.object_id])

    @classmethod
    def get_description(cls) -> Any:
        return _("An administrator publishes it, at once or on the day set. Changed hours go back to the assessor.")
