"""Full numbers: with permission, reason and a row of the log; the password once more; at no address, in no cache."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people import rules
from people.enums import Role
from people.enums.privacy import AccessKind
from people.errors import NotAllowed, NothingToShow, PurposeTooShort
from people.models import PersonalDataAccess, User
from people.services.identity import set_id_number
from people.services.revealing import OwnNumbers, reveal
from tests.factories.people import PASSWORD, Tree, make_person, make_tree

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "330000197803121235", "13800138000"
REASON = "核对证书上的身份证号"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def person(tree: Tree) -> User:
    person = make_person(name="李小明", organisation=tree.community, phone=PHONE, email="li@example.org")
    set_id_number(person=person, id_number=NUMBER, by=None, at=timezone.now())
    return person


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="赵人事", role=Role.HR, organisation=tree.township)


def show(person: User, by: User, kind: AccessKind = AccessKind.ID_NUMBER, reason: str = REASON) -> str:
    return reveal(person=person, kind=kind, reason=reason, by=by, at=timezone.now())


def address(person: User) -> str:
    return f"/manage/people/{person.pk}/reveal/"


def confirm(client: Client, answer: Any) -> Any:
    """Enter the password at the page that the answer leads to; gives where that leads."""
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    return client.post(answer["Location"], {"password": PASSWORD})


def test_number_is_shown_to_whoever_looks_after_the_person_and_noted(person: User, hr: User) -> None:
    assert show(person, hr) == NUMBER
    assert show(person, hr, AccessKind.PHONE) == PHONE
    rows = list(PersonalDataAccess.objects.order_by("pk").values_list("actor", "person", "kind", "reason"))
    assert rows == [(hr.pk, person.pk, "id_number", REASON), (hr.pk, person.pk, "phone", REASON)]
    assert {row.data["kind"] for row in ModelLogEntry.objects.filter(action="people.reveal")} == {"id_number", "phone"}


def test_nobody_else_is_shown_anything_and_nothing_is_noted(tree: Tree, person: User) -> None:
    others = [
        make_person(role=Role.HR, organisation=tree.other_township),
        make_person(role=Role.TRAINER, organisation=tree.township),
        make_person(organisation=tree.community),
        person,
    ]
    for other in others:
        with pytest.raises(NotAllowed):
            show(person, other)
    assert not PersonalDataAccess.objects.exists()


def test_who_may_be_shown_whom_is_the_same_by_rule_and_by_list(tree: Tree, person: User, hr: User) -> None:
    root = make_person(is_superuser=True)
    admin = make_person(role=Role.ADMINISTRATOR, organisation=tree.province)
    everybody = [person, hr, root, admin, make_person(organisation=tree.other_city)]
    for user in everybody:
        listed = set(User.objects.revealed_to(user))
        assert listed == {one for one in User.objects.all() if rules.may_reveal(user, one)}, user


def test_without_a_reason_nothing_is_shown(person: User, hr: User) -> None:
    with pytest.raises(PurposeTooShort):
        show(person, hr, reason=" \n ")
    assert not PersonalDataAccess.objects.exists()


def test_nothing_recorded_is_said_so(tree: Tree, hr: User) -> None:
    with pytest.raises(NothingToShow):
        show(make_person(organisation=tree.community), hr)


@pytest.mark.shows_personal_data("the page that shows a full number on purpose")
def test_desk_shows_the_number_once_after_the_password(client: Client, person: User, hr: User) -> None:
    client.force_login(hr)
    page = client.get(f"/manage/people/{person.pk}/")
    assert address(person) in page.content.decode()
    assert NUMBER not in page.content.decode()
    answer = client.post(address(person), {"kind": "id_number", "reason": REASON})
    shown = confirm(client, answer)
    assert NUMBER in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert PersonalDataAccess.objects.count() == 1
    again = client.get(address(person))
    assert NUMBER not in again.content.decode()
    assert "no-store" in again["Cache-Control"]


def test_wrong_password_shows_nothing(client: Client, person: User, hr: User) -> None:
    client.force_login(hr)
    answer = client.post(address(person), {"kind": "id_number", "reason": REASON})
    refused = client.post(answer["Location"], {"password": "wrong"})
    assert NUMBER not in refused.content.decode()
    assert not PersonalDataAccess.objects.exists()


def test_desk_refuses_strangers_and_a_missing_reason(client: Client, tree: Tree, person: User, hr: User) -> None:
    client.force_login(make_person(role=Role.HR, organisation=tree.other_township))
    assert client.post(address(person), {"kind": "id_number", "reason": REASON}).status_code == 404
    client.force_login(hr)
    page = client.post(address(person), {"kind": "id_number", "reason": ""})
    assert NUMBER not in page.content.decode()
    assert not PersonalDataAccess.objects.exists()


@pytest.mark.shows_personal_data("one's own numbers, asked for")
def test_own_numbers_are_masked_until_the_password_is_entered(client: Client, person: User) -> None:
    client.force_login(person)
    profile = client.get("/my/profile/").content.decode()
    assert (NUMBER in profile, PHONE in profile) == (False, False)
    assert "330000********1235" in profile
    shown = confirm(client, client.post("/my/profile/show/"))
    assert NUMBER in shown.content.decode()
    assert PHONE in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert list(PersonalDataAccess.objects.values_list("actor", "person", "kind")) == [(person.pk, person.pk, "record")]
    assert client.get("/my/profile/show/")["Location"] == "/my/profile/"


def test_without_password_the_sign_in_must_be_fresh(client: Client, person: User) -> None:
    person.set_unusable_password()
    person.last_login = timezone.now() - dt.timedelta(hours=2)
    person.save()
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(last_login=timezone.now() - dt.timedelta(hours=2))
    assert client.post("/my/profile/show/").status_code == 403
    assert not PersonalDataAccess.objects.exists()


@pytest.mark.shows_personal_data("one's own numbers, asked for")
def test_without_password_a_fresh_sign_in_is_enough(client: Client, person: User) -> None:
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    assert NUMBER in client.post("/my/profile/show/").content.decode()


def test_visitors_are_sent_to_sign_in(client: Client) -> None:
    for path in ("/my/profile/show/", "/my/profile/accesses/", "/my/corrections/", "/my/closing/", "/my/data/"):
        answer = client.post(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/"), path


def test_numbers_hide_in_a_repr() -> None:
    assert repr(OwnNumbers("张三", PHONE, "z@example.org", NUMBER)) == "OwnNumbers"
