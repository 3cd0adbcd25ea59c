"""Requests to take part: asked, approved or refused, or taken back."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from people.errors import NotAllowed
from people.models import User

from .. import rules
from ..enums.enrolment import Bar, EnrolmentRequestState
from ..errors.enrolment import NotAdmitted, RefusalWithoutReason, RequestDecided, RequestOpen
from ..models import CoursePage, EnrolmentRequest
from .enrolment import Finished, enrol, what_hinders


@transaction.atomic
def ask_to_take_part(*, course: CoursePage, finished: Finished, by: User, at: dt.datetime) -> EnrolmentRequest:
    """One open request a person and course; only where a person decides and nothing else stands in the way."""
    found = what_hinders(learner=by, course_key=course.course_key, finished=finished, at=at)
    others = [one for one in found if one.bar not in {Bar.NEEDS_APPROVAL, Bar.WAITING}]
    if others:
        raise NotAdmitted(others[0].bar, others[0].sentence)
    if not found:
        raise NotAllowed(_("Nobody has to be asked for this course: just begin."))
    try:
        with transaction.atomic():
            asked = EnrolmentRequest.objects.create(
                learner=by, course_key=course.course_key, course_title=course.title, asked_at=at
            )
    except IntegrityError:
        raise RequestOpen from None
    _record("courses.ask_to_take_part", asked, by, at)
    return asked


@transaction.atomic
def withdraw_request(*, asked: EnrolmentRequest, by: User, at: dt.datetime) -> None:
    if by.pk != asked.learner_id:
        raise NotAllowed(_("Only whoever asked can take the request back."))
    _decide(asked, EnrolmentRequestState.WITHDRAWN, None, "", at)
    _record("courses.withdraw_request", asked, by, at)


@transaction.atomic
def approve_request(*, asked: EnrolmentRequest, by: User, at: dt.datetime) -> None:
    """The learner takes part from now on."""
    _guard(asked, by)
    _decide(asked, EnrolmentRequestState.APPROVED, by, "", at)
    enrol(learner=asked.learner, course_key=asked.course_key, course_title=asked.course_title, at=at)
    _record("courses.approve_request", asked, by, at)


@transaction.atomic
def refuse_request(*, asked: EnrolmentRequest, reason: str, by: User, at: dt.datetime) -> None:
    """The learner reads the reason as it is."""
    _guard(asked, by)
    if not reason.strip():
        raise RefusalWithoutReason
    _decide(asked, EnrolmentRequestState.REFUSED, by, reason.strip(), at)
    _record("courses.refuse_request", asked, by, at)


def _guard(asked: EnrolmentRequest, by: User) -> None:
    if not rules.may_decide_enrolment(by, asked):
        raise NotAllowed(_("You may not decide about this request."))


def _decide(
    asked: EnrolmentRequest, state: EnrolmentRequestState, by: User | None, reason: str, at: dt.datetime
) -> None:
    """Compare and set: of two who decide at once the second one is told."""
    waiting = EnrolmentRequest.objects.filter(pk=asked.pk).waiting()
    if not waiting.update(state=state, decided_by=by, decided_at=at, reason=reason):
        raise RequestDecided
    asked.refresh_from_db(fields=["state", "decided_by", "decided_at", "reason"])


def _record(action: str, asked: EnrolmentRequest, by: User, at: dt.datetime) -> None:
    facts = {"request": asked.pk, "course": str(asked.course_key), "title": asked.course_title}
    log(asked.learner, action, user=by, timestamp=at, data=facts)
