"""One's own certificates, and what one may receive now."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from attendance.models import Scheme, SchemeVersion, StudyProgress
from attendance.selectors import scheme_progress, unfinished
from courses.models import CoursePage, LessonPage
from people.models import Membership, User
from people.sealing import unseal

from .. import basis, eligibility
from ..drafting import verify_url
from ..enums import CheckPath, Product, Status
from ..models import Certificate, CertificateEvent
from ..snapshot import Snapshot
from ..standing import shown
from .state import newest

CHECKS_SHOWN = 50


@dataclass(frozen=True)
class CertificateLine:
    """A certificate in a list."""

    id: uuid.UUID
    number: str
    title: str
    subject: str
    hours: str
    issued_on: dt.date
    status: Status
    status_on: dt.date


@dataclass(frozen=True)
class Offer:
    """A certificate one has not got. `reasons` are sentences against it; none: it may be received now."""

    product: Product
    subject_key: str
    title: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """Somebody checked a certificate. `organisation` is "" for who has no account or belongs to none."""

    at: dt.datetime
    path: CheckPath
    organisation: str
    is_holder: bool


def certificates_of(learner: User, on: dt.date) -> list[CertificateLine]:
    """Newest first; one query."""
    rows = Certificate.objects.filter(learner=learner).annotate(
        status_now=newest("status"), status_at=newest("happened_at")
    )
    return [_line(row, on) for row in rows.order_by("-issued_at")]


def _line(row: Any, on: dt.date) -> CertificateLine:
    snapshot = Snapshot.read(row.snapshot)
    return CertificateLine(
        id=row.pk,
        number=row.number,
        title=snapshot.title,
        subject=snapshot.values["subject"],
        hours=snapshot.values["hours"],
        issued_on=snapshot.issued_on,
        status=shown(Status(row.status_now), row.expires_on, on),
        status_on=timezone.localdate(row.status_at),
    )


def offers_for(learner: User, on: dt.date) -> list[Offer]:
    """Schemes, with what they still need, and finished courses; without what is issued already."""
    held = set(Certificate.objects.filter(learner=learner).values_list("product", "subject_key", "period"))
    offers = []
    for key in Scheme.objects.order_by("key").values_list("key", flat=True):
        try:
            progress = scheme_progress(learner, key, on)
        except SchemeVersion.DoesNotExist:
            continue
        facts = basis.of_scheme(progress)
        if (facts.product, facts.subject_key, facts.period) not in held:
            reasons = tuple(reason.sentence for reason in eligibility.of_scheme(progress))
            offers.append(Offer(Product.SCHEME, key, progress.title, reasons))
    for course_key, title in finished_courses(learner):
        if (Product.COURSE, str(course_key), "") not in held:
            offers.append(Offer(Product.COURSE, str(course_key), title))
    return offers


def finished_courses(learner: User) -> list[tuple[uuid.UUID, str]]:
    """(course key, title) of the courses whose lessons offered now are all finished; three queries at most."""
    rows = StudyProgress.objects.filter(learner=learner, finished_at__isnull=False)
    done = set(rows.values_list("edition__lesson_key", flat=True))
    if not done:
        return []
    lessons = list(LessonPage.objects.live().values_list("path", "lesson_key"))
    found = []
    for path, key, title in CoursePage.objects.live().order_by("path").values_list("path", "course_key", "title"):
        keys = {lesson for lesson_path, lesson in lessons if lesson_path.startswith(path)}
        if keys and keys <= done:
            found.append((key, title))
    return found


def next_course_title(learner: User) -> str:
    """The course under way, whose completion gives a certificate; "" for none."""
    progress = unfinished(learner)
    return progress.edition.course_title if progress else ""


def address_of(certificate: Certificate) -> str:
    """The address in the QR code, for the holder; "" when every address was closed."""
    token = certificate.tokens.filter(closed_at__isnull=True).order_by("-opened_at").first()
    return verify_url(settings.SITE_URL, unseal(token.token_sealed, owner=certificate.pk)) if token else ""


def history_of(certificate: Certificate) -> QuerySet[CertificateEvent]:
    """Oldest first."""
    return certificate.events.select_related("actor").order_by("number")


def checks_of(certificate: Certificate, on: dt.date) -> list[Check]:
    """Who checked it, latest first, at most fifty; two queries."""
    logs = list(certificate.verifications.order_by("-happened_at")[:CHECKS_SHOWN])
    askers = {log.user_id for log in logs if log.user_id}
    held = Membership.objects.in_force(on).filter(person__in=askers).order_by("-starts_on")
    names = dict(held.values_list("person_id", "organisation__name"))
    return [
        Check(
            at=log.happened_at,
            path=CheckPath(log.path),
            organisation=names.get(log.user_id, ""),
            is_holder=log.user_id == certificate.learner_id,
        )
        for log in logs
    ]
