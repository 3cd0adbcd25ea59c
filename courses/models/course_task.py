"""A step of the workflow that people of one role take for the courses of their organisations."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Task, TaskState

from people.enums import Role
from people.models import User

from . import moderators

Action = tuple[str, Any, bool]


class CourseTask(Task):
    """A step that people of one role take, for the courses of their organisations, within some days."""

    role: ClassVar[Role]
    excludes_authors: ClassVar[bool] = False
    approve_label: ClassVar[Any] = pgettext_lazy("workflow", "Approve")
    admin_form_fields: ClassVar[list[str]] = [*Task.admin_form_fields, "due_days"]

    due_days = models.PositiveSmallIntegerField(
        _("due within days"), default=5, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )

    class Meta:
        abstract = True

    def due_at(self, state: TaskState) -> dt.datetime:
        """Plain days: weekends and holidays count."""
        return state.started_at + dt.timedelta(days=self.due_days)

    def may_act(self, page: Page, user: Any, state: TaskState | None = None) -> bool:
        """Whether somebody may take this step for a page; an author of what was submitted never reviews it."""
        if not moderators.covers(user, self.role, moderators.organisation_path_of(page)):
            return False
        if not self.excludes_authors:
            return True
        state = state or page.current_workflow_task_state
        return state is None or user.pk not in moderators.authors_of(state)

    def moderators_of(self, state: TaskState) -> QuerySet[User]:
        """Whom a step waits for; superusers may take every step, but nobody waits for them."""
        path = moderators.organisation_path_of(state.workflow_state.content_object)
        found = moderators.holders(self.role, path)
        return found.exclude(pk__in=moderators.authors_of(state)) if self.excludes_authors else found

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return self.may_act(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not self.may_act(obj, user)

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return self.may_act(obj, user)

    def get_actions(self, obj: Page, user: Any) -> list[Action]:
        if not self.may_act(obj, user):
            return []
        return [("approve", self.approve_label, True), ("reject", pgettext_lazy("workflow", "Send back"), True)]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """What comes in is what a browser sent: of it only the comment goes on to Wagtail."""
        if action_name == "approve":
            return self.approve(task_state, user, kwargs)
        if action_name == "reject":
            task_state.reject(user=user, comment=str(kwargs.get("comment") or ""))
        return None

    def approve(self, state: TaskState, user: Any, given: dict[str, Any]) -> Any:
        """Take the step; answers with the address to go to, if it is another one."""
        state.approve(user=user, comment=str(given.get("comment") or ""))

    def get_form_for_action(self, action: str) -> Any:
        return import_string("courses.forms.workflow.form_for")(self, action)

    def get_template_for_action(self, action: str) -> str:
        return "courses/workflow/action.html"

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        found = moderators.in_reach(user, (self.role,), waiting)
        if self.excludes_authors:
            found = [state for state in found if user.pk not in moderators.authors_of(state)]
        return TaskState.objects.filter(pk__in=[state.pk for state in found])
