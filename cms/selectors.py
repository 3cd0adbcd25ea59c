"""Reading for the site's own pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from attendance.explaining import duration
from attendance.models import HourEntry, StudyProgress
from certificates.models import Certificate
from courses.models import CoursePage, LessonEdition
from people import names, phones
from people.errors import Malformed
from people.exporting import hidden_email
from people.models import User
from people.services.identity import id_masked


@dataclass(frozen=True)
class FeaturedCourse:
    title: str
    summary: str
    service_field: str
    address: str


def featured_courses(limit: int = 6) -> list[FeaturedCourse]:
    """The newest courses that everybody may see."""
    pages = CoursePage.objects.live().public().order_by("-first_published_at", "-pk")[:limit]
    return [
        FeaturedCourse(page.title, page.summary, page.get_service_field_display(), page.get_url() or "")
        for page in pages
    ]


@dataclass(frozen=True)
class Post:
    """A role held today, and where."""

    organisation: str
    role: str
    title: str
    since: dt.date


def posts_of(person: User, on: dt.date) -> list[Post]:
    held = person.memberships.in_force(on).select_related("organisation").order_by("starts_on", "pk")
    return [Post(one.organisation.name, one.get_role_display(), one.post, one.starts_on) for one in held]


@dataclass(frozen=True)
class OwnFacts:
    """What a person sees of the own record, masked."""

    name: str
    account: str
    phone: str
    id_number: str
    email: str


def own_facts(person: User) -> OwnFacts:
    return OwnFacts(
        name=names.mask(person.real_name),
        account=person.username,
        phone=phones.mask_phone(person.phone) if person.phone else "",
        id_number=id_masked(person),
        email=hidden_email(person.email),
    )


@dataclass(frozen=True)
class Compared:
    """One of two accounts, as they stand side by side."""

    account: str
    facts: list[tuple[str, str]]


def compared(person: User) -> Compared:
    today = timezone.localdate()
    posts = [f"{post.organisation} ({post.role})" for post in posts_of(person, today)]
    seconds = HourEntry.objects.filter(learner=person).aggregate(all=Sum("seconds"))["all"] or 0
    seen = timezone.localtime(person.last_login).date().isoformat() if person.last_login else ""
    facts = [
        (_("Real name"), person.real_name),
        (_("ID number"), id_masked(person)),
        (_("Mobile phone"), phones.mask_phone(person.phone) if person.phone else ""),
        (_("E-mail"), hidden_email(person.email)),
        (pgettext("duplicates", "Roles"), ", ".join(posts)),
        (pgettext("duplicates", "Opened on"), timezone.localtime(person.date_joined).date().isoformat()),
        (pgettext("duplicates", "Last signed in on"), seen),
        (pgettext("duplicates", "Hours in the ledger"), duration(seconds)),
        (pgettext("duplicates", "Certificates"), str(Certificate.objects.held_by(person).count())),
        (pgettext("duplicates", "Qualifications"), str(person.qualifications.count())),
    ]
    return Compared(person.username, [(label, value or "—") for label, value in facts])


def account_named(text: str, user: Any) -> User | None:
    """By account name or whole phone number, among those the user may change."""
    wanted = Q(username=text.strip())
    with suppress(Malformed):
        wanted |= Q(phone=phones.parse_phone(text))
    found: User | None = User.objects.editable_by(user).filter(wanted, is_active=True).exclude(pk=user.pk).first()
    return found


def learners_on(editions: Iterable[LessonEdition]) -> dict[int, int]:
    """How many learners have begun each edition, by its number in the database. One query."""
    begun = StudyProgress.objects.filter(edition__in=list(editions)).values("edition").order_by("edition")
    return {row["edition"]: row["learners"] for row in begun.annotate(learners=Count("learner", distinct=True))}
