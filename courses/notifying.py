"""Who is told of a step of the workflow by Wagtail's notification mails, and with which words.

Wagtail tells nobody of our steps, because they go by role and not by group, and tells only the submitter of a refusal.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.mail import (
    EmailNotificationMixin,
    Notifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState

from people.models import User

from .models import CourseTask

FOLDER = "courses/notifications/"


def who_acted(workflow_state: WorkflowState) -> set[User]:
    """Who submitted, who saved what was submitted, and who took a step, in this round or an earlier one."""
    states = workflow_state.task_states.select_related("finished_by", "revision__user")
    found = {workflow_state.requested_by}
    for state in states:
        found |= {state.finished_by, state.revision.user}
    return {person for person in found if person is not None}


class SentBack(WorkflowStateRejectionEmailNotifier):
    template_directory = FOLDER

    def get_recipient_users(self, workflow_state: WorkflowState, **kwargs: Any) -> set[User]:
        """Everybody who acted, once, without the one who sent it back."""
        return who_acted(workflow_state) - {kwargs.get("user")}


class StepWaits(EmailNotificationMixin, Notifier):
    """A step has begun that somebody has to take."""

    notification = "submitted"
    template_directory = FOLDER

    def __init__(self) -> None:
        super().__init__((TaskState,))

    def can_handle(self, instance: TaskState, **kwargs: Any) -> bool:
        return super().can_handle(instance, **kwargs) and isinstance(instance.task.specific, CourseTask)

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> set[User]:
        return set(task_state.task.specific.moderators_of(task_state)) - {kwargs.get("user")}

    def get_context(self, task_state: TaskState, **kwargs: Any) -> dict[str, Any]:
        task = task_state.task.specific
        return {
            **super().get_context(task_state, **kwargs),
            "page": task_state.workflow_state.content_object.specific,
            "task": task,
            "due_at": task.due_at(task_state),
        }
