"""Closing one's own account: days to think it over, then nobody gets in; hours and certificates stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from attendance.clock import from_ms
from attendance.models import HourEntry
from people.enums import Role
from people.enums.privacy import ClosingState, CorrectionField, CorrectionState
from people.errors import ClosingNotPossible, NotAllowed
from people.models import AccountClosing, CorrectionRequest, NoticeAcceptance, PrivacyNotice, User
from people.notice_text import parts_of
from people.services.closing import ask_to_close, close_account, due_closings, keep_account
from people.services.corrections import ask_for_correction
from people.services.identity import open_id_number, set_id_number
from people.services.notices import accept_notice
from tests.attendance.world import HOUR, World, shanghai
from tests.factories.people import PASSWORD, Tree, make_person, make_tree

pytestmark = pytest.mark.django_db
NUMBER, PHONE, EMAIL = "330000197803121235", "13800138000", "zhang@example.org"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def person(tree: Tree) -> User:
    person = make_person(name="张三", organisation=tree.community, phone=PHONE, email=EMAIL, username="zhang")
    set_id_number(person=person, id_number=NUMBER, by=None, at=timezone.now())
    return person


def close(person: User, *, asked_at: dt.datetime | None = None) -> AccountClosing:
    asked_at = asked_at or timezone.now() - 16 * DAY
    closing = ask_to_close(person=person, by=person, at=asked_at)
    close_account(closing=closing, at=timezone.now())
    person.refresh_from_db()
    return closing


def test_nothing_happens_before_the_days_are_over(person: User) -> None:
    closing = ask_to_close(person=person, by=person, at=timezone.now() - 14 * DAY)
    assert due_closings(timezone.now()) == []
    assert not close_account(closing=closing, at=timezone.now())
    person.refresh_from_db()
    assert (person.is_active, person.phone) == (True, PHONE)


def test_account_can_be_kept_until_then(person: User) -> None:
    ask_to_close(person=person, by=person, at=timezone.now() - 14 * DAY)
    keep_account(person=person, by=person, at=timezone.now())
    call_command("close_accounts")
    person.refresh_from_db()
    assert person.is_active
    with pytest.raises(ClosingNotPossible):
        keep_account(person=person, by=person, at=timezone.now())


def test_closed_account_has_no_contact_data_no_roles_and_no_way_in(client: Client, person: User) -> None:
    client.post("/accounts/login/", {"login": "zhang", "password": PASSWORD})
    client.get("/my/")
    assert UserSession.objects.filter(user=person).exists()
    ask_to_close(person=person, by=person, at=timezone.now() - 16 * DAY)
    call_command("close_accounts")
    person.refresh_from_db()
    assert (person.phone, person.email, person.is_active, person.has_usable_password()) == ("", "", False, False)
    assert not person.memberships.filter(ends_on=None).exists()
    assert not UserSession.objects.filter(user=person).exists()
    assert client.get("/my/").status_code == 302
    client.post("/accounts/login/", {"login": "zhang", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_name_and_sealed_number_stay_as_evidence_with_the_hours(tree: Tree, person: User) -> None:
    world = World(make_person(), tree.community)
    noon = shanghai("2025-05-20T12:00:00")
    world.attend(person, noon - HOUR, noon)
    before = list(HourEntry.objects.values_list())
    close(person)
    assert (person.real_name, open_id_number(person)) == ("张三", NUMBER)
    assert list(HourEntry.objects.values_list()) == before
    assert from_ms(noon) > HourEntry.objects.get().posted_at - 1 * DAY


def test_phone_and_email_are_free_for_another_account(person: User) -> None:
    close(person)
    other = make_person(phone=PHONE, email=EMAIL)
    assert other.phone == PHONE


def test_open_requests_end_and_their_values_go(person: User) -> None:
    ask_for_correction(
        person=person, field=CorrectionField.EMAIL, value="neu@example.org", by=person, at=timezone.now()
    )
    close(person)
    row = CorrectionRequest.objects.get()
    assert (row.state, row.after_sealed, row.before_sealed) == (CorrectionState.WITHDRAWN, "", "")


def test_closing_is_done_once(person: User) -> None:
    closing = close(person)
    assert not close_account(closing=closing, at=timezone.now())
    closing.refresh_from_db()
    assert closing.state == ClosingState.CLOSED
    call_command("close_accounts")


def test_one_closing_at_a_time(person: User) -> None:
    ask_to_close(person=person, by=person, at=timezone.now())
    with pytest.raises(ClosingNotPossible):
        ask_to_close(person=person, by=person, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountClosing.objects.create(person=person, asked_at=timezone.now(), due_at=timezone.now() + DAY)


def test_nobody_closes_the_account_of_another_or_of_the_whole_system(tree: Tree, person: User) -> None:
    root, hr = make_person(is_superuser=True), make_person(role=Role.HR, organisation=tree.township)
    for whose, by in ((person, hr), (person, root), (root, root)):
        with pytest.raises(NotAllowed):
            ask_to_close(person=whose, by=by, at=timezone.now())


def test_pages_say_what_happens_ask_for_the_password_and_offer_to_keep(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get("/my/closing/").status_code == 200
    answer = client.post("/my/closing/", {"is_understood": "on"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    client.post(answer["Location"], {"password": PASSWORD})
    closing = AccountClosing.objects.get(person=person)
    assert closing.due_at - closing.asked_at == 15 * DAY
    due = timezone.localdate(closing.due_at).isoformat()
    assert due in client.get("/my/profile/").content.decode()
    client.post("/my/closing/keep/")
    closing.refresh_from_db()
    assert closing.state == ClosingState.KEPT
    assert due not in client.get("/my/profile/").content.decode()


def test_closing_needs_the_box_ticked(client: Client, person: User) -> None:
    client.force_login(person)
    answer = client.post("/my/closing/", {})
    if answer.status_code == 302:
        client.post(answer["Location"], {"password": PASSWORD})
    assert not AccountClosing.objects.exists()


# Notice


def test_notice_is_there_for_visitors_and_asked_for_once(client: Client, person: User) -> None:
    assert client.get("/privacy/").status_code == 200
    client.force_login(person)
    assert "/privacy/" in client.get("/my/profile/").content.decode()
    for _ in range(2):
        client.post("/privacy/1/accept/")
    acceptance = NoticeAcceptance.objects.get(person=person)
    assert acceptance.notice.version == 1


def test_newer_notice_is_asked_for_again_and_the_older_no_longer_accepted(person: User) -> None:
    first = PrivacyNotice.objects.get(version=1)
    accept_notice(notice=first, by=person, at=timezone.now())
    newer = PrivacyNotice.objects.create(version=2, effective_at=timezone.now(), body="## 新\n内容")
    with pytest.raises(NotAllowed):
        accept_notice(notice=first, by=make_person(), at=timezone.now())
    accept_notice(notice=newer, by=person, at=timezone.now())
    assert NoticeAcceptance.objects.filter(person=person).count() == 2


def test_notice_is_shown_in_parts() -> None:
    parts = parts_of("开头\n\n## 一\n甲\n乙\n## 二\n丙")
    assert [(part.heading, part.paragraphs) for part in parts] == [("", ["开头"]), ("一", ["甲", "乙"]), ("二", ["丙"])]


@pytest.mark.parametrize("version", [0, 2, 99])
def test_unknown_version_is_not_found(client: Client, person: User, version: int) -> None:
    client.force_login(person)
    found: Any = client.post(f"/privacy/{version}/accept/")
    assert found.status_code == 404
