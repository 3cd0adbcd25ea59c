"""Certificates of those who reached a target, so that there is something to verify; one of them is revoked."""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum

from attendance.models import HourEntry
from attendance.selectors import FOUNDING_SCHEME, course_standing, scheme_progress, scheme_version
from certificates.enums import Product, ReasonClass, Status
from certificates.models import Certificate, CertificateEvent
from certificates.services.issuing import issue_certificate
from certificates.services.status import record_event
from courses.models import Enrolment
from people.models import User

from .people import Person
from .progress import Progress
from .words import words

MOST = 30
Award = tuple[User, Product, str]


def awards_due(people: list[Person], on: dt.date) -> list[Award]:
    """At most MOST certificates that people of the roster have earned, courses first."""
    keys = [person.pk for person in people]
    accounts = User.objects.in_bulk(keys)
    order = {pk: number for number, pk in enumerate(keys)}
    due: list[Award] = []
    for enrolment in sorted(Enrolment.objects.filter(learner__in=keys), key=lambda one: order[one.learner_id]):
        learner = accounts[enrolment.learner_id]
        standing = course_standing(learner, enrolment.course_key)
        if standing and standing.is_finished:
            due.append((learner, Product.COURSE, str(enrolment.course_key)))
    target = scheme_version(FOUNDING_SCHEME, on).target_seconds
    totals = HourEntry.objects.filter(learner__in=keys).values("learner").annotate(total=Sum("seconds"))
    reached = {row["learner"] for row in totals.filter(total__gte=target)}
    for pk in keys:
        if pk in reached and len(due) < MOST and scheme_progress(accounts[pk], FOUNDING_SCHEME, on).is_met:
            due.append((accounts[pk], Product.SCHEME, FOUNDING_SCHEME))
    return due[:MOST]


def issue_awards(due: list[Award], *, at: dt.datetime, progress: Progress) -> int:
    """Issue what is not issued yet; answers how many are new."""
    before = Certificate.objects.count()
    for learner, product, subject_key in due:
        issue_certificate(learner=learner, product=product, subject_key=subject_key, by=None, at=at)
        progress.advance()
    return Certificate.objects.count() - before


def revoke_one(due: list[Award], *, by: User, at: dt.datetime) -> int:
    """Revoke the last of the awards, once."""
    if not due or CertificateEvent.objects.filter(status=Status.REVOKED).exists():
        return 0
    learner, product, subject_key = due[-1]
    record_event(
        certificate=Certificate.objects.get(learner=learner, product=product, subject_key=subject_key),
        status=Status.REVOKED,
        reason_class=ReasonClass.FALSE_RECORD,
        reason=words("site")["revocation"]["reason"],
        by=by,
        at=at,
    )
    return 1
