"""Telling everybody in a course."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.errors import DatesOutOfOrder, NotAllowed
from people.models import User

from ..models import Announcement, CoursePage
from ..rules import may_edit_course
from .talk import look_for_telltales


@transaction.atomic
def announce(
    *,
    course: CoursePage,
    title: str,
    text: str,
    shown_until: dt.date,
    by: User,
    at: dt.datetime,
    is_sure: bool = False,
) -> Announcement:
    """Show a text to everybody in a course until a day, which still counts."""
    _guard(by, course)
    if shown_until < timezone.localdate(at):
        raise DatesOutOfOrder(_("This day has passed."), fields={"shown_until": _("This day has passed.")})
    look_for_telltales(f"{title}\n{text}", is_sure=is_sure)
    announcement = Announcement.objects.create(
        course_key=course.course_key,
        course_title=course.title,
        title=title,
        text=text,
        shown_until=shown_until,
        by=by,
        at=at,
    )
    log(announcement, "courses.announce", user=by, timestamp=at)
    return announcement


@transaction.atomic
def withdraw_announcement(*, announcement: Announcement, course: CoursePage, by: User, at: dt.datetime) -> None:
    _guard(by, course)
    if Announcement.objects.filter(pk=announcement.pk, withdrawn_at=None).update(withdrawn_at=at):
        log(announcement, "courses.withdraw_announcement", user=by, timestamp=at)


def _guard(by: User, course: CoursePage) -> None:
    if not may_edit_course(by, course):
        raise NotAllowed(_("Only trainers of this course's organisation can do that."))
