"""Publishing freezes an edition: scheduled and workflow publishing pass only through this signal.

The steps of the workflow tell people by mail, after the commit.
The catalogue's figures and index follow whatever is published, unpublished, removed or moved.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import page_published, page_unpublished, post_page_move, task_submitted, workflow_rejected

from .models import ChapterPage, CoursePage, LessonPage
from .notifying import SentBack, StepWaits
from .search.fields import COURSE_FIELDS
from .services.editions import freeze_edition
from .services.figures import keep_up

CoursePage.search_fields = [*CoursePage.search_fields, *COURSE_FIELDS]
# Under the name of Wagtail's own receiver, which tells only the submitter: whichever comes second is not connected.
REJECTED_MAIL = "workflow_state_rejected_email_notification"
workflow_rejected.disconnect(sender=WorkflowState, dispatch_uid=REJECTED_MAIL)


@receiver(page_published, sender=LessonPage, dispatch_uid="courses.freeze_edition")
def freeze_when_published(sender: type[LessonPage], instance: LessonPage, **kwargs: Any) -> None:
    if not instance.live:
        return  # sent for what is only scheduled, too; sent again on the day
    revision = kwargs.get("revision")
    freeze_edition(page=instance, by=revision.user if revision else None, at=timezone.now())


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid=REJECTED_MAIL)
def tell_who_acted(sender: Any, instance: WorkflowState, **kwargs: Any) -> None:
    transaction.on_commit(lambda: SentBack()(instance=instance, **kwargs))


@receiver(task_submitted, sender=TaskState, dispatch_uid="courses.step_waits")
def tell_who_is_next(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    transaction.on_commit(lambda: StepWaits()(instance=instance, **kwargs))


@receiver([page_published, page_unpublished, post_page_move], dispatch_uid="courses.keep_up")
def keep_catalogue_up(sender: type[Any], instance: Any, signal: Any, **kwargs: Any) -> None:
    """A live page that is removed is said to be unpublished while it is still there."""
    if not issubclass(sender, ChapterPage | CoursePage | LessonPage):
        return
    before = kwargs.get("parent_page_before")
    paths = [instance.path, *([before.path] if before else [])]
    keep_up(paths=paths, without=[instance.pk] if signal is page_unpublished else [])
