"""The page of a city with 30,000 people below it; floor: the page of one of its townships with 300."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation, User
from people.services.roles import grant_role

from .calling import Caller
from .measuring import p95, report, rounds

TOWNSHIPS, COMMUNITIES, PEOPLE = 100, 10, 30


def city() -> tuple[Organisation, Organisation]:
    """A city with its townships, their communities and the people of those; and the first township."""
    above = Organisation.add_root(name="测试市", kind=OrganisationKind.CITY)
    for number in range(TOWNSHIPS):
        above.refresh_from_db()
        township = above.add_child(name=f"测试街道{number}", kind=OrganisationKind.TOWNSHIP)
        for place in range(COMMUNITIES):
            township.add_child(name=f"测试社区{number}-{place}", kind=OrganisationKind.COMMUNITY)
    communities = Organisation.objects.filter(path__startswith=above.path, kind=OrganisationKind.COMMUNITY)
    for community in communities:
        _settle(community)
    above.refresh_from_db()
    return above, Organisation.objects.filter(path__startswith=above.path, depth=above.depth + 1)[0]


def _settle(community: Organisation) -> None:
    people = User.objects.bulk_create(
        User(username=f"bench-{community.pk}-{number}", real_name="测试", password="!") for number in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(person=person, organisation=community, role=Role.LEARNER, starts_on=dt.date(2024, 1, 1))
        for person in people
    )


def officer_of(organisation: Organisation) -> User:
    person = User.objects.create_user(f"bench-officer-{organisation.pk}", real_name="测试")
    # By the service, which opens the admin too: without it the bench would measure the way to the sign-in page.
    grant_role(
        person=person,
        organisation=organisation,
        role=Role.ADMINISTRATOR,
        starts_on=dt.date(2024, 1, 1),
        by=None,
        at=timezone.now(),
    )
    return person


def run(database: str) -> None:
    large, small = city()
    caller = Caller(officer_of(large))
    pages = [reverse("people_organisation", args=[place.pk]) for place in (large, small)]
    ours, bare = rounds(lambda: caller.get(pages[0]), lambda: caller.get(pages[1]), steps=1, times=60)
    report(f"organisation_p95_30000_people_{database}", "ms", p95(ours), p95(bare))
