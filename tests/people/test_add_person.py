"""One person taken in by hand at the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from people.errors import ContactTaken, IdNumberTaken, Malformed, NotAllowed
from people.identity import check_character
from people.models import Membership, User
from people.services.identity import open_id_number
from people.services.provisioning import add_person
from tests.factories.people import Tree, make_person, make_tree

pytestmark = pytest.mark.django_db
FIRST_17 = "33000019900101441"
ID_NUMBER, PHONE = FIRST_17 + check_character(FIRST_17), "13812345678"


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="人事员", role=Role.HR, organisation=tree.county)


def add(tree: Tree, hr: User, **changes: Any) -> User:
    facts: dict[str, Any] = {
        "real_name": " 李四 ",
        "phone": "+86 138 1234 5678",
        "id_number": ID_NUMBER,
        "organisation": tree.community,
        "worker_category": "community",
        "post": "网格员",
        "starts_on": timezone.localdate(),
    }
    return add_person(**{**facts, **changes}, by=hr, at=timezone.now())


def test_person_added_is_a_learner_who_can_claim_the_account(tree: Tree, hr: User) -> None:
    person = add(tree, hr)
    person.refresh_from_db()
    assert (person.real_name, person.phone, open_id_number(person)) == ("李四", PHONE, ID_NUMBER)
    assert not person.has_usable_password()
    assert person.claimed_at is None
    held = person.memberships.get()
    assert (held.role, held.organisation, held.post) == (Role.LEARNER, tree.community, "网格员")


def test_role_may_begin_later(tree: Tree, hr: User) -> None:
    later = timezone.localdate() + dt.timedelta(days=30)
    person = add(tree, hr, starts_on=later)
    assert person.memberships.get().starts_on == later
    assert open_id_number(User.objects.get(pk=person.pk)) == ID_NUMBER


def test_hr_adds_nobody_outside_the_own_subtree(tree: Tree, hr: User) -> None:
    with pytest.raises(NotAllowed):
        add(tree, hr, organisation=tree.other_county)
    assert not User.objects.filter(phone=PHONE).exists()


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"real_name": "=1+1"}, Malformed, "real_name"),
        ({"real_name": "李\r\n四"}, Malformed, "real_name"),
        ({"phone": "057112345678"}, Malformed, "phone"),
        ({"id_number": "330000199001014411"}, Malformed, "id_number"),
    ],
)
def test_nonsense_is_refused_at_its_field(
    tree: Tree, hr: User, changes: dict[str, str], error: type[Malformed], field: str
) -> None:
    before = (User.objects.count(), Membership.objects.count())
    with pytest.raises(error) as refused:
        add(tree, hr, **changes)
    assert set(refused.value.fields) == {field}
    assert (User.objects.count(), Membership.objects.count()) == before


def test_phone_and_id_number_belong_to_one_account(tree: Tree, hr: User) -> None:
    add(tree, hr)
    with pytest.raises(ContactTaken) as phone:
        add(tree, hr)
    assert set(phone.value.fields) == {"phone"}
    with pytest.raises(IdNumberTaken) as number:
        add(tree, hr, phone="13812345679")
    assert set(number.value.fields) == {"id_number"}
    assert not User.objects.filter(phone="13812345679").exists()


def test_form_keeps_what_was_typed_and_then_adds(tree: Tree, hr: User) -> None:
    client = Client()
    client.force_login(hr)
    url = reverse("people:add_person")
    typed = {
        "real_name": "李四",
        "phone": "12345",
        "organisation": tree.community.pk,
        "starts_on": str(timezone.localdate()),
    }
    refused = client.post(url, typed)
    assert refused.status_code == 200
    assert set(refused.context["form"].errors) == {"phone"}
    assert 'value="李四"' in refused.content.decode()
    added = client.post(url, {**typed, "phone": PHONE})
    person = User.objects.get(phone=PHONE)
    assert added["Location"] == reverse("people_person", args=[person.pk])


def test_organisation_of_another_county_cannot_be_chosen(tree: Tree, hr: User) -> None:
    client = Client()
    client.force_login(hr)
    facts = {
        "real_name": "李四",
        "phone": PHONE,
        "organisation": tree.other_county.pk,
        "starts_on": str(timezone.localdate()),
    }
    refused = client.post(reverse("people:add_person"), facts)
    assert set(refused.context["form"].errors) == {"organisation"}
    assert not User.objects.filter(phone=PHONE).exists()
