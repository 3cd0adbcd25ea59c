"""Taking part in a course, and leaving it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.models import User

from ..admission import Hindrance, hindrances
from ..errors.enrolment import NotAdmitted
from ..models import CoursePage, Enrolment, EnrolmentTerms
from ..selectors.enrolment import applicant, asked_keys, terms_of

Finished = Callable[[Collection[uuid.UUID]], Collection[uuid.UUID]]


@transaction.atomic
def enrol(*, learner: User, course_key: uuid.UUID, course_title: str, at: dt.datetime) -> Enrolment:
    """Take part in a course, without asking whether one may; the second time changes nothing."""
    enrolment, _ = Enrolment.objects.get_or_create(
        learner=learner,
        course_key=course_key,
        defaults={"course_title": course_title, "enrolled_at": at},
    )
    return enrolment


@transaction.atomic
def join(*, learner: User, course_key: uuid.UUID, course_title: str, finished: Finished, at: dt.datetime) -> Enrolment:
    """Take part if nothing stands in the way: raises NotAdmitted. Who takes part already goes on.

    `finished` tells which of some courses the learner has finished; asked only where something must be finished first.
    """
    known = Enrolment.objects.filter(learner=learner, course_key=course_key).first()
    if known is not None:
        return known
    found = what_hinders(learner=learner, course_key=course_key, finished=finished, at=at, is_certain=True)
    if found:
        raise NotAdmitted(found[0].bar, found[0].sentence)
    return enrol(learner=learner, course_key=course_key, course_title=course_title, at=at)


def what_hinders(
    *, learner: User, course_key: uuid.UUID, finished: Finished, at: dt.datetime, is_certain: bool = False
) -> list[Hindrance]:
    """What keeps somebody who does not take part from beginning. `is_certain`: nobody else takes the last place."""
    course = CoursePage.objects.live().filter(course_key=course_key).select_related("organisation").first()
    if course is None:
        return []
    if is_certain:  # two who want the last place wait for each other here
        EnrolmentTerms.objects.select_for_update().filter(course_key=course_key, seats__isnull=False).first()
    terms, on = terms_of([course])[course_key], timezone.localdate(at)
    person = applicant(learner, on, finished=finished(list(terms.required)) if terms.required else ())
    return hindrances(terms, replace(person, has_asked=course_key in asked_keys(learner)), on)


@transaction.atomic
def leave(*, learner: User, course_key: uuid.UUID, at: dt.datetime) -> None:
    """Take part no longer. What was studied, and every hour, stays; twice changes nothing."""
    for enrolment in Enrolment.objects.filter(learner=learner, course_key=course_key):
        facts = {"course": str(course_key), "title": enrolment.course_title}
        log(learner, "courses.leave", user=learner, timestamp=at, data=facts)
        enrolment.delete()
