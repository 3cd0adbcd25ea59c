"""Lists that no other test counts: a page takes the same statements for three rows as for one.

The lists with filters have theirs beside their subjects (test_people_desk, test_exports, test_roster_page and so on).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from people.enums.privacy import AccessKind, CorrectionField
from people.enums.qualifications import QualificationLevel
from people.models import RewardRule, SupervisionPair, User
from people.services.access_log import record_access
from people.services.corrections import ask_for_correction
from people.services.registrations import add_registration
from people.services.supervisors import add_pair, appoint_supervisor
from tests.factories.people import Tree, make_organisation, make_person, make_tree
from tests.factories.qualifications import make_claim, make_meeting, make_pair, make_verified

pytestmark = pytest.mark.django_db
Counted = Callable[[int], Any]
ASKED = {
    CorrectionField.NAME: "张叁",
    CorrectionField.EMAIL: "zhang@example.org",
    CorrectionField.ID_NUMBER: "330000197803121235",
}


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="赵人事", role=Role.HR, organisation=tree.county)


@pytest.fixture
def person(tree: Tree) -> User:
    return make_person(name="张三", organisation=tree.community)


def signed_in(user: User) -> Client:
    ContentType.objects.clear_cache()
    client = Client()
    client.force_login(user)
    return client


def opened(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return " ".join(answer.content.decode().split())


# One's own pages


@pytest.mark.parametrize("rows", [1, 3])
def test_own_corrections(person: User, rows: int, django_assert_num_queries: Counted) -> None:
    for field, value in list(ASKED.items())[:rows]:
        ask_for_correction(person=person, field=field, value=value, by=person, at=timezone.now())
    client = signed_in(person)
    with django_assert_num_queries(4):
        assert opened(client, reverse("my-corrections")).count("/withdraw/") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_own_accesses(tree: Tree, person: User, rows: int, django_assert_num_queries: Counted) -> None:
    for number in range(rows):
        officer = make_person(name=f"官员{number}", role=Role.HR, organisation=tree.county)
        record_access(kind=AccessKind.PHONE, reason="核对电话", by=officer, at=timezone.now(), person=person)
    client = signed_in(person)
    with django_assert_num_queries(3):
        assert opened(client, reverse("my-accesses")).count("官员") == rows


# The desk


@pytest.mark.parametrize("rows", [1, 3])
def test_possible_duplicates(tree: Tree, hr: User, rows: int, django_assert_num_queries: Counted) -> None:
    for number in range(rows):
        for end in "12":
            make_person(name=f"重名{number}", organisation=tree.community, phone=f"1380013{number:03d}{end}")
    client, url = signed_in(hr), reverse("duplicates:index")
    with django_assert_num_queries(15):
        assert opened(client, url).count("/merge/") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_people_of_an_appointment(tree: Tree, hr: User, rows: int, django_assert_num_queries: Counted) -> None:
    pair = make_pair(tree.community)
    pairs = [pair, *(_another(pair, make_person(organisation=tree.community)) for _ in range(rows - 1))]
    for one in pairs:
        make_meeting(one, is_confirmed=True)
    client, url = signed_in(hr), reverse("supervisors:detail", args=[pair.appointment_id])
    with django_assert_num_queries(15):
        page = opened(client, url)
    assert all(f"/people/{one.pk}/end/" in page for one in pairs)


def _another(pair: SupervisionPair, learner: User) -> SupervisionPair:
    appointment = pair.appointment
    return add_pair(
        appointment=appointment, supervisee=learner, starts_on=appointment.starts_on, by=None, at=timezone.now()
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_supervisors_against_the_targets(tree: Tree, rows: int, django_assert_num_queries: Counted) -> None:
    for number in range(rows):
        city = make_organisation(name=f"第{number}市", kind=tree.city.kind, parent=tree.province)
        supervisor = make_person(organisation=city, role=Role.TRAINER)
        appoint_supervisor(
            person=supervisor,
            organisation=city,
            starts_on=timezone.localdate(),
            most_supervised=5,
            by=None,
            at=timezone.now(),
        )
    client = signed_in(make_person(role=Role.HR, organisation=tree.province))
    with django_assert_num_queries(16):
        assert "第0市" in opened(client, reverse("supervisors:targets"))


@pytest.mark.parametrize("rows", [1, 3])
def test_rules_and_their_sources(tree: Tree, hr: User, rows: int, django_assert_num_queries: Counted) -> None:
    known = RewardRule.objects.count()
    for number in range(rows):
        RewardRule.objects.create(
            level=QualificationLevel.JUNIOR,
            kind="reward",
            effective_from=dt.date(2030 + number, 1, 1),
            citation=f"某市补贴办法{number}",
        )
    client = signed_in(hr)
    with django_assert_num_queries(16):
        assert opened(client, reverse("qualifications:rules")).count("某市补贴办法") == rows
    assert RewardRule.objects.count() == known + rows


@pytest.mark.parametrize("rows", [1, 3])
def test_entry_with_its_registrations(
    tree: Tree, hr: User, person: User, rows: int, django_assert_num_queries: Counted
) -> None:
    row = make_verified(person, by=hr, issued_on=dt.date(2010, 9, 1))
    for number in range(rows):
        add_registration(
            qualification=row,
            number=f"DJ1234{number}",
            starts_on=dt.date(2011 + 3 * number, 1, 1),
            ends_on=dt.date(2013 + 3 * number, 12, 31),
            by=hr,
            at=timezone.now(),
        )
    client, url = signed_in(hr), reverse("qualifications:review", args=[row.pk])
    with django_assert_num_queries(19):
        assert opened(client, url).count("DJ1234") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_person_with_everything_on_one_page(
    tree: Tree, hr: User, person: User, rows: int, django_assert_num_queries: Counted
) -> None:
    """The person's page with the parts of all subjects."""
    for level in list(QualificationLevel)[:rows]:
        make_claim(person, level=level)
    client, url = signed_in(hr), reverse("people_person", args=[person.pk])
    with django_assert_num_queries(38):
        assert opened(client, url).count("ZJ2017") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_organisation_chooser(tree: Tree, rows: int, django_assert_num_queries: Counted) -> None:
    for number in range(rows):
        make_organisation(name=f"新社区{number}", parent=tree.other_community)
    client = signed_in(make_person(role=Role.HR, organisation=tree.other_community))
    with django_assert_num_queries(10):
        assert "新社区0" in opened(client, reverse("organisation_chooser:choose_results"))


# Before signing in


@pytest.mark.parametrize("rows", [1, 3])
def test_places_to_choose_from(tree: Tree, rows: int, django_assert_num_queries: Counted) -> None:
    for number in range(rows):
        make_organisation(name=f"新社区{number}", parent=tree.other_community)
    client = signed_in(make_person(name="王芳"))
    with django_assert_num_queries(6):
        page = opened(client, f"{reverse('join')}?under={tree.other_community.pk}")
    assert all(f"新社区{number}" in page for number in range(rows))
    assert f"新社区{rows}" not in page
