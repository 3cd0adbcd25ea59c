"""Reading for the site's own pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from courses.models import CoursePage
from people import names, phones
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
        email=person.email,
    )
