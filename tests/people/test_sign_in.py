"""Signing in: by account, e-mail or mobile phone; nobody registers; a wrong guess learns nothing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people.enums import Role
from people.models import User
from people.services.roles import end_role
from tests.factories.people import PASSWORD, make_person, make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def person() -> User:
    return make_person(username="chen.jing", phone="13800138000", email="Chen.Jing@example.org")


def sign_in(client: Client, login: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": login, "password": password})


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "login",
    [
        "chen.jing",
        " chen.jing ",
        "chen.jing@example.org",
        "CHEN.JING@example.org",
        "13800138000",
        "+86 138-0013-8000",
        "１３８００１３８０００",
    ],
)
def test_person_signs_in_by_account_email_or_phone(client: Client, person: User, login: str) -> None:
    answer = sign_in(client, login)
    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    assert signed_in(client) == str(person.pk)


def test_session_key_changes_at_sign_in(client: Client, person: User) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["before"] = 1
    session.save()
    before = client.session.session_key
    sign_in(client, "chen.jing")
    assert client.session.session_key != before


def test_account_named_like_a_phone_wins_over_the_phone(client: Client, person: User) -> None:
    namesake = make_person(username="13800138000", password="another-password")
    assert sign_in(client, "13800138000", "another-password").status_code == 302
    assert signed_in(client) == str(namesake.pk)


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ("chen.jing", "nobody.here"),
        ("chen.jing@example.org", "nobody@example.org"),
        ("13800138000", "13900139000"),
    ],
)
def test_wrong_password_and_unknown_account_answer_alike(
    client: Client, person: User, known: str, unknown: str
) -> None:
    answers = [sign_in(client, login, "wrong-password") for login in (known, unknown)]
    pages = [plain(answer.content.decode(), login) for answer, login in zip(answers, (known, unknown), strict=True)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert pages[0] == pages[1]
    assert signed_in(client) is None


def plain(page: str, login: str) -> str:
    """Without what differs in every answer: the token, and what was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page).replace(login, "LOGIN")


def test_phone_of_an_account_named_like_an_address_answers_like_an_unknown_phone(client: Client) -> None:
    make_person(username="named@example.org", phone="13800138000")
    pages = [plain(sign_in(client, login, "wrong").content.decode(), login) for login in ("13800138000", "13900139000")]
    assert pages[0] == pages[1]


def test_eight_wrong_passwords_close_the_account_for_a_while(client: Client, person: User) -> None:
    for _ in range(8):
        sign_in(client, "chen.jing", "wrong-password")
    assert sign_in(client, "chen.jing").status_code == 200
    assert signed_in(client) is None


def test_phone_and_account_share_one_limit(client: Client, person: User) -> None:
    for login in ["chen.jing", "13800138000"] * 4:
        sign_in(client, login, "wrong-password")
    sign_in(client, "+8613800138000")
    assert signed_in(client) is None


def test_classroom_behind_one_address_signs_in_together(client: Client) -> None:
    people = [make_person() for _ in range(60)]
    for person in people:
        assert sign_in(Client(), person.username).status_code == 302


def test_disabled_person_is_not_signed_in(client: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(client, "chen.jing")
    assert signed_in(client) is None


def test_disabling_ends_the_session(client: Client, person: User) -> None:
    sign_in(client, "chen.jing")
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/accounts/password/change/").status_code == 302


def test_role_that_ended_closes_the_admin_at_the_next_sign_in(client: Client) -> None:
    person = make_person(role=Role.TRAINER, organisation=make_tree().county)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    membership = person.memberships.get()
    end_role(membership=membership, ends_on=yesterday, by=None, at=timezone.now() - dt.timedelta(days=2))
    assert person.groups.exists()
    sign_in(client, person.username)
    assert not person.groups.exists()


def test_nobody_registers(client: Client) -> None:
    page = client.get("/accounts/signup/")
    assert page.status_code == 200
    assert "account/signup_closed.html" in [template.name for template in page.templates]
    fields = {"username": "newcomer", "password1": "long-enough-1", "password2": "long-enough-1"}
    client.post("/accounts/signup/", fields)
    assert not User.objects.filter(username="newcomer").exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_list_of_own_addresses_is_closed(client: Client, person: User, method: str) -> None:
    client.force_login(person)
    answer = getattr(client, method)("/accounts/email/", {"action_add": "", "email": "other@example.org"})
    assert (answer.status_code, answer["Location"]) == (302, "/my/profile/")


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "logout/",
        "signup/",
        "inactive/",
        "reauthenticate/",
        "confirm-email/",
        "confirm-email/x:y/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-x/",
        "password/reset/key/done/",
        "login/code/confirm/",
    ],
)
@pytest.mark.parametrize("known", [False, True])
def test_account_pages_answer(client: Client, person: User, path: str, known: bool) -> None:
    if known:
        client.force_login(person)
    assert client.get(f"/accounts/{path}", follow=False).status_code in {200, 302, 404}


def test_password_reset_answers_alike_for_known_and_unknown(client: Client, person: User, mailoutbox: Any) -> None:
    answers = [
        client.post("/accounts/password/reset/", {"email": address})
        for address in ("chen.jing@example.org", "nobody@example.org")
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/accounts/password/reset/done/")
    ] * 2
    assert [mail.to for mail in mailoutbox] == [["chen.jing@example.org"]]


def test_admin_has_the_same_door(client: Client, person: User) -> None:
    answer = client.post("/manage/login/?next=/manage/", {"username": "chen.jing", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/manage/")
    assert signed_in(client) is None


def test_learner_at_the_admin_is_told_no_and_not_sent_in_circles(client: Client, person: User) -> None:
    client.force_login(person)
    answer = client.get("/manage/people/", follow=True)
    assert [address for address, _ in answer.redirect_chain] == ["/manage/login/?next=/manage/people/"]
    assert answer.status_code == 403


def test_visitor_at_the_admin_is_led_to_the_door_and_knows_the_way_back(client: Client) -> None:
    answer = client.get("/manage/people/", follow=True)
    assert unquote(answer.redirect_chain[-1][0]) == "/accounts/login/?next=/manage/people/"
    assert answer.status_code == 200
