"""What the steps of the workflow write: hours approved, carried over, returned, and the publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowState

from people.models import User

from ..errors.workflow import HoursMalformed
from ..models import HoursAssessmentTask, LessonPage
from ..preflight import blocking
from ..selectors import draft_of, is_assessed, latest_assessment, preflight_of
from .assessments import assess_hours


@transaction.atomic
def approve_hours(*, state: TaskState, given: Mapping[str, Any], by: User) -> None:
    """The assessor's step: note what was approved, then go on. `given` is what the form cleaned, as JSON."""
    page = _draft(state.workflow_state)
    comment = str(given.get("comment") or "")
    if isinstance(page, LessonPage):
        try:
            minutes, schemes = int(given["minutes"]), [str(key) for key in given.get("schemes") or []]
        except (KeyError, TypeError, ValueError) as error:
            raise HoursMalformed(_("Approve between 1 and 720 minutes.")) from error
        assess_hours(
            page=page,
            minutes=minutes,
            category=str(given.get("category")),
            schemes=schemes,
            comment=comment,
            by=by,
            at=timezone.now(),
        )
        comment = _("%(minutes)s minutes approved. %(comment)s") % {"minutes": minutes, "comment": comment}
    state.approve(user=by, comment=comment.strip())


def carry_over(*, task: HoursAssessmentTask, workflow_state: WorkflowState) -> TaskState | None:
    """Take the assessor's step without anybody: there are no hours, or they are as they were approved. Else None."""
    page = _draft(workflow_state)
    if not isinstance(page, LessonPage):
        note = _("No hours hang on this page: approved by the system.")
    elif is_assessed(page) and (assessment := latest_assessment(page.lesson_key)):
        facts = {"minutes": assessment.minutes, "day": timezone.localdate(assessment.assessed_at).isoformat()}
        note = (
            _("Nothing that matters for hours has changed: the %(minutes)s minutes approved on %(day)s stay.") % facts
        )
    else:
        return None
    state = TaskState(
        workflow_state=workflow_state,
        revision=workflow_state.content_object.get_latest_revision(),
        task=task,
        status=TaskState.STATUS_APPROVED,
        finished_at=timezone.now(),
        comment=note,
    )
    state.save()
    state.log_state_change_action(None, "approve")
    return state


@transaction.atomic
def approve_publication(*, state: TaskState, given: Mapping[str, Any], by: User) -> bool:
    """The publisher's step. False: the preflight stands against it, and nothing was done.

    A draft whose hours changed after they were approved goes back to the assessor instead.
    """
    page = _draft(state.workflow_state)
    if blocking(preflight_of(page, on=timezone.localdate())):
        return False
    assessing = HoursAssessmentTask.objects.filter(active=True, workflow_tasks__workflow=state.workflow_state.workflow)
    if isinstance(page, LessonPage) and not is_assessed(page) and (task := assessing.first()):
        _return_to(task, state=state, page=page, by=by, at=timezone.now())
    else:
        state.approve(user=by, comment=str(given.get("comment") or ""))
    return True


def _return_to(task: HoursAssessmentTask, *, state: TaskState, page: Page, by: User, at: dt.datetime) -> None:
    state.status = TaskState.STATUS_CANCELLED
    state.finished_at, state.finished_by = at, by
    state.comment = _("What matters for the hours was changed after they were approved: the assessor looks again.")
    state.save(update_fields=["status", "finished_at", "finished_by", "comment"])
    log(page, "courses.return_to_assessor", user=by, timestamp=at)
    WorkflowState.objects.get(pk=state.workflow_state_id).update(user=by, next_task=task)


def _draft(workflow_state: WorkflowState) -> Page:
    return draft_of(cast(Page, workflow_state.content_object).specific)
