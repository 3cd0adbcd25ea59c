"""How a reader gets into a course: what one may do now, and what stands in the way."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.utils import timezone

from attendance.finishing import finished_courses
from courses.admission import Hindrance, Terms, hindrances
from courses.enums.enrolment import Bar, EnrolmentRequestState
from courses.models import CoursePage, EnrolmentRequest
from courses.selectors.enrolment import applicant, enrolled_keys, latest_request, terms_of


@dataclass(frozen=True)
class InTheWay:
    """A sentence, and the address of the course to finish first."""

    sentence: str
    address: str = ""


@dataclass(frozen=True)
class CourseEntry:
    """For a visitor nothing. `request`: the newest one. `can_ask`: asking is what is left to do."""

    is_enrolled: bool = False
    in_the_way: list[InTheWay] = field(default_factory=list)
    can_ask: bool = False
    is_waiting: bool = False
    request: EnrolmentRequest | None = None
    terms: Terms = field(default_factory=Terms)

    @property
    def seats_left(self) -> int | None:
        return None if self.terms.seats is None else max(0, self.terms.seats - self.terms.seats_taken)

    @property
    def refused_for(self) -> str:
        refused = self.request is not None and self.request.state == EnrolmentRequestState.REFUSED
        return self.request.reason if refused and self.request else ""


def course_entry(user: Any, course: CoursePage) -> CourseEntry:
    if not user.is_authenticated:
        return CourseEntry()
    if course.course_key in enrolled_keys(user):
        return CourseEntry(is_enrolled=True)
    on = timezone.localdate()
    terms = terms_of([course])[course.course_key]
    finished = partial(finished_courses, user)
    request = latest_request(user, course.course_key)
    waits = request is not None and request.state == EnrolmentRequestState.ASKED
    person = applicant(user, on, finished=finished(list(terms.required)) if terms.required else ())
    found = hindrances(terms, replace(person, has_asked=waits), on)
    return CourseEntry(
        in_the_way=_sentences([one for one in found if one.bar not in {Bar.NEEDS_APPROVAL, Bar.WAITING}]),
        can_ask=[one.bar for one in found] == [Bar.NEEDS_APPROVAL],
        is_waiting=waits,
        request=request,
        terms=terms,
    )


def _sentences(found: list[Hindrance]) -> list[InTheWay]:
    keys = [one.course_key for one in found if one.course_key]
    pages = CoursePage.objects.live().filter(course_key__in=keys) if keys else ()
    addresses: dict[uuid.UUID, str] = {page.course_key: page.url or "" for page in pages}
    return [InTheWay(one.sentence, addresses.get(one.course_key, "") if one.course_key else "") for one in found]
