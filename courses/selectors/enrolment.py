"""Reading who may take part in what."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from people.enums import WorkerCategory
from people.models import Organisation, User

from ..admission import Applicant, Terms
from ..enums.enrolment import EnrolmentPolicy
from ..models import CoursePage, Enrolment, EnrolmentRequest, EnrolmentTerms, Prerequisite

STEP = Organisation.steplen


def terms_of(courses: Iterable[CoursePage]) -> dict[uuid.UUID, Terms]:
    """What each course asks, by its key. `organisation` should be loaded. At most four queries."""
    pages = {page.course_key: page for page in courses}
    rows = {row.course_key: row for row in EnrolmentTerms.objects.filter(course_key__in=pages)}
    required = _required(list(pages))
    taken = _seats_taken([key for key, row in rows.items() if row.seats is not None])
    return {
        key: _terms(page, rows.get(key) or EnrolmentTerms(), taken.get(key, 0), required.get(key, {}))
        for key, page in pages.items()
    }


def _terms(page: CoursePage, row: EnrolmentTerms, taken: int, required: dict[uuid.UUID, str]) -> Terms:
    labels = dict(WorkerCategory.choices)
    within = page.organisation if row.is_for_own_people else None
    return Terms(
        policy=EnrolmentPolicy(row.policy),
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        seats=row.seats,
        seats_taken=taken,
        categories={one: str(labels[one]) for one in page.worker_categories if one in labels},
        within=(within.path, within.name) if within else None,
        required=required,
    )


def _required(keys: list[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, str]]:
    """What must be finished first and is still offered: nobody can finish a course that is gone."""
    rows = list(Prerequisite.objects.filter(course_key__in=keys).order_by("pk"))
    if not rows:
        return {}
    offered = CoursePage.objects.live().filter(course_key__in=[row.required_key for row in rows])
    titles = dict(offered.values_list("course_key", "title"))
    found: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    for row in rows:
        if row.required_key in titles:
            found.setdefault(row.course_key, {})[row.required_key] = titles[row.required_key]
    return found


def _seats_taken(keys: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    taken: dict[uuid.UUID, int] = {}
    for key in Enrolment.objects.filter(course_key__in=keys).values_list("course_key", flat=True) if keys else ():
        taken[key] = taken.get(key, 0) + 1
    return taken


def applicant(learner: User, on: dt.date, *, finished: Collection[uuid.UUID] = ()) -> Applicant:
    """Somebody as an applicant for any course; `for_course` makes it of one. One query."""
    held = learner.memberships.in_force(on).values_list("worker_category", "organisation__path")
    rows = list(held)
    return Applicant(
        categories=frozenset(category for category, _ in rows if category),
        paths=frozenset(path for _, path in rows),
        finished=frozenset(finished),
    )


def enrolled_keys(learner: User) -> set[uuid.UUID]:
    return set(Enrolment.objects.filter(learner=learner).values_list("course_key", flat=True))


def asked_keys(learner: User) -> set[uuid.UUID]:
    """Courses with a request that waits."""
    return set(EnrolmentRequest.objects.filter(learner=learner).waiting().values_list("course_key", flat=True))


def latest_request(learner: User, course_key: uuid.UUID) -> EnrolmentRequest | None:
    return EnrolmentRequest.objects.filter(learner=learner, course_key=course_key).order_by("-pk").first()


def next_waiting(user: Any, after: EnrolmentRequest) -> EnrolmentRequest | None:
    """The request to decide next: the oldest that waits, other than this one."""
    waiting = EnrolmentRequest.objects.visible_to(user).waiting().exclude(pk=after.pk)
    return waiting.order_by("asked_at", "pk").first()


def all_prerequisites() -> dict[uuid.UUID, set[uuid.UUID]]:
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for key, required in Prerequisite.objects.values_list("course_key", "required_key"):
        found.setdefault(key, set()).add(required)
    return found


def required_courses(course_key: uuid.UUID) -> list[CoursePage]:
    keys = Prerequisite.objects.filter(course_key=course_key).values("required_key")
    return list(CoursePage.objects.filter(course_key__in=keys).order_by("title", "pk"))


def open_to(
    courses: QuerySet[CoursePage], person: Applicant, on: dt.date, *, enrolled: Collection[uuid.UUID] = ()
) -> QuerySet[CoursePage]:
    """Those that nothing but asking for approval keeps somebody from. Twin of `admission.hindrances`."""
    taken = Enrolment.objects.filter(course_key=OuterRef("course_key")).order_by().values("course_key")
    closed = Q(policy=EnrolmentPolicy.CLOSED) | Q(opens_on__gt=on) | Q(closes_on__lt=on)
    full = Q(seats__lte=Subquery(taken.annotate(count=Count("pk")).values("count")))
    terms = EnrolmentTerms.objects.filter(closed | full)
    own = EnrolmentTerms.objects.filter(is_for_own_people=True)
    first = Prerequisite.objects.exclude(required_key__in=person.finished)
    first = first.filter(required_key__in=CoursePage.objects.live().values("course_key"))
    kinds = Q(worker_categories="")
    for category in person.categories:
        kinds |= Q(worker_categories__contains=f",{category},")
    above = {path[:end] for path in person.paths for end in range(STEP, len(path) + 1, STEP)}
    free = courses.filter(kinds).exclude(course_key__in=terms.values("course_key"))
    free = free.exclude(course_key__in=first.values("course_key"))
    free = free.exclude(Q(course_key__in=own.values("course_key")), ~Q(organisation__path__in=above))
    return free | courses.filter(course_key__in=enrolled)
