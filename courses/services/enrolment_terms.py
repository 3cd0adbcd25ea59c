"""On which terms one takes part in a course, and what must be finished first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from people.errors import NotAllowed
from people.models import User

from .. import rules
from ..admission import circle
from ..enums.enrolment import EnrolmentPolicy
from ..errors.enrolment import GoesInACircle, NeedsOrganisation, TermsOutOfOrder
from ..models import CoursePage, EnrolmentTerms, Prerequisite
from ..selectors.enrolment import all_prerequisites


@transaction.atomic
def set_enrolment(
    *,
    course: CoursePage,
    policy: EnrolmentPolicy | str,
    opens_on: dt.date | None,
    closes_on: dt.date | None,
    seats: int | None,
    is_for_own_people: bool,
    by: User,
    at: dt.datetime,
) -> EnrolmentTerms:
    """Who takes part already goes on, whatever is set."""
    _require_editor(by, course)
    if opens_on and closes_on and closes_on < opens_on:
        raise TermsOutOfOrder
    if is_for_own_people and course.organisation is None:
        raise NeedsOrganisation
    facts = {
        "policy": EnrolmentPolicy(policy),
        "opens_on": opens_on,
        "closes_on": closes_on,
        "seats": seats,
        "is_for_own_people": is_for_own_people,
    }
    terms, _created = EnrolmentTerms.objects.update_or_create(course_key=course.course_key, defaults=facts)
    kept = {name: str(value) for name, value in facts.items() if value not in {None, False}}
    log(course, "courses.set_enrolment", user=by, timestamp=at, data=kept)
    return terms


@transaction.atomic
def set_prerequisites(*, course: CoursePage, required: Iterable[CoursePage], by: User, at: dt.datetime) -> None:
    """The courses to be finished first, and no others. Raises GoesInACircle."""
    _require_editor(by, course)
    pages = {page.course_key: page for page in required}
    way = circle(course.course_key, set(pages), all_prerequisites())
    if way:
        titles = dict(CoursePage.objects.filter(course_key__in=way).values_list("course_key", "title"))
        raise GoesInACircle([course.title, *[titles.get(key, "…") for key in way]])
    Prerequisite.objects.filter(course_key=course.course_key).exclude(required_key__in=pages).delete()
    for key in pages:
        Prerequisite.objects.get_or_create(course_key=course.course_key, required_key=key)
    facts = {"courses": [page.title for page in pages.values()]}
    log(course, "courses.set_prerequisites", user=by, timestamp=at, data=facts)


def _require_editor(by: User, course: CoursePage) -> None:
    if not rules.may_edit_course(by, course):
        raise NotAllowed(_("Only trainers of the course's organisation may do this."))
