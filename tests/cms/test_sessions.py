"""Sessions: how long, renewed when, listed where, and what ends them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people.models import User
from tests.factories.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.49"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def person() -> User:
    return make_person(username="chen.jing")


def signed_in(agent: str = DESK) -> Client:
    client = Client(headers={"User-Agent": agent})
    answer = client.post("/accounts/login/", {"login": "chen.jing", "password": PASSWORD})
    assert answer["Location"] == "/my/"
    return client


def is_in(client: Client) -> bool:
    return bool(client.get("/my/profile/").status_code == 200)


# How long


def test_session_lasts_thirty_days(person: User) -> None:
    client = signed_in()
    assert client.cookies["session"]["max-age"] == 30 * 24 * 3600
    assert client.session.get_expiry_age() == 30 * 24 * 3600


def test_first_use_of_a_day_renews_the_session_and_no_later_one(person: User) -> None:
    client = signed_in()
    yesterday = timezone.now() - dt.timedelta(days=1)
    assert "session" not in client.get("/my/profile/").cookies
    User.objects.update(last_login=yesterday)
    Session.objects.update(expire_date=yesterday + dt.timedelta(days=30))
    UserSession.objects.update(last_seen_at=yesterday)
    assert client.get("/my/profile/").cookies["session"]["max-age"] == 30 * 24 * 3600
    assert Session.objects.get().expire_date > timezone.now() + dt.timedelta(days=29, hours=23)
    assert UserSession.objects.get().last_seen_at.date() == timezone.now().date()
    assert "session" not in client.get("/my/profile/").cookies


def test_session_that_is_out_of_date_is_over(person: User) -> None:
    client = signed_in()
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert not is_in(client)


def test_visitor_costs_no_session(client: Client) -> None:
    answer = client.get("/accounts/login/")
    assert "session" not in answer.cookies
    assert not Session.objects.exists()


def test_key_changes_at_sign_in_and_the_old_one_is_worthless(person: User) -> None:
    client = Client()
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies["session"] = planted
    client.post("/accounts/login/", {"login": "chen.jing", "password": PASSWORD})
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


# The list


def test_list_names_the_devices_and_shows_nobody_elses(person: User) -> None:
    phone, desk = signed_in(PHONE), signed_in(DESK)
    other = make_person()
    UserSession.objects.create(user=other, ip="203.0.113.9", session_key="k" * 32, user_agent=PHONE)
    page = desk.get("/accounts/sessions/").content.decode()
    assert "微信" in page or "WeChat" in page
    assert "Edge" in page
    assert "203.0.113.9" not in page
    assert page.count('name="session"') == 1
    assert is_in(phone)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_looks_once_more_at_each_session(person: User, rows: int, django_assert_num_queries: Any) -> None:
    """allauth finds out one by one which are over: exists, opened, its person. People have a handful."""
    clients = [signed_in() for _ in range(rows)]
    with django_assert_num_queries(3 + 3 * rows):
        clients[0].get("/accounts/sessions/")


def test_one_session_is_ended_at_once_and_the_others_stay(person: User) -> None:
    phone, desk, third = signed_in(PHONE), signed_in(), signed_in()
    row = UserSession.objects.get(session_key=phone.session.session_key)
    assert desk.post("/accounts/sessions/", {"session": row.pk})["Location"] == "/accounts/sessions/"
    assert [is_in(client) for client in (phone, desk, third)] == [False, True, True]


def test_all_other_sessions_are_ended_at_once(person: User) -> None:
    phone, desk, third = signed_in(PHONE), signed_in(), signed_in()
    desk.post("/accounts/sessions/")
    assert [is_in(client) for client in (phone, desk, third)] == [False, True, False]


def test_session_of_somebody_else_cannot_be_ended(person: User) -> None:
    phone = signed_in(PHONE)
    row = UserSession.objects.get()
    other = make_person(username="other")
    client = Client()
    client.force_login(other)
    answer = client.post("/accounts/sessions/", {"session": row.pk})
    assert answer.status_code == 200
    assert is_in(phone)


def test_ended_session_reaches_neither_pages_nor_interfaces(person: User) -> None:
    phone, desk = signed_in(PHONE), signed_in()
    desk.post("/accounts/sessions/")
    assert phone.get("/api/v1/me/hours/").status_code in {401, 403}
    assert phone.get("/my/")["Location"].startswith("/accounts/login/")


# What else ends them


def test_closing_an_account_ends_its_sessions(person: User) -> None:
    person.is_superuser = person.is_staff = True
    person.save(update_fields=["is_superuser", "is_staff"])
    phone, desk = signed_in(PHONE), signed_in()
    assert desk.get("/manage/").status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert [is_in(client) for client in (phone, desk)] == [False, False]
    assert desk.get("/manage/").status_code == 302
    assert desk.get("/api/v1/me/hours/").status_code in {401, 403}


def test_new_password_ends_the_other_sessions(person: User) -> None:
    phone, desk = signed_in(PHONE), signed_in()
    before = desk.session.session_key
    fields = {"oldpassword": PASSWORD, "password1": "a-longer-word-7", "password2": "a-longer-word-7"}
    assert desk.post("/accounts/password/change/", fields).status_code == 302
    assert [is_in(client) for client in (phone, desk)] == [False, True]
    assert desk.session.session_key != before
    assert desk.get("/accounts/sessions/").content.decode().count('name="session"') == 0


def test_password_set_by_others_ends_all_sessions(person: User) -> None:
    desk = signed_in()
    person.set_password("set-by-hr-0001")
    person.save(update_fields=["password"])
    assert not is_in(desk)


def test_signing_out_ends_the_session_on_the_server(person: User) -> None:
    desk = signed_in()
    key = desk.session.session_key
    desk.post("/accounts/logout/")
    assert not Session.objects.filter(session_key=key).exists()
    desk.cookies["session"] = key
    assert not is_in(desk)
