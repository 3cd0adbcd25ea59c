"""Claiming an account that HR opened: phone, end of the ID number, a code; then a password or not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.account_lookup import person_who_claims
from people.errors import ClaimedAlready, NotAllowed
from people.models import SmsCode, SmsQuota, User
from people.services.claiming import claim_account, set_first_password
from people.services.identity import set_id_number
from tests.factories.people import PASSWORD, make_person, make_tree
from tests.factories.sms import Outbox, outbox_instead_of_gateway

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13800138000", "13900139000"
ID_NUMBER, LAST_FOUR = "330000197803121235", "1235"
ID_NUMBER_X = "33000019780312134X"
ASK, CODE, PASSWORD_PAGE = "/accounts/claim/", "/accounts/claim/code/", "/accounts/claim/password/"
STRONG = "a-long-Passphrase-7"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    return outbox_instead_of_gateway(monkeypatch)


def provision(phone: str = PHONE, id_number: str = ID_NUMBER, **fields: Any) -> User:
    """As a roster import leaves somebody behind: no password, and perhaps an ID number."""
    person = make_person(name="李小梅", phone=phone, password=None, organisation=make_tree().community, **fields)
    if id_number:
        set_id_number(person=person, id_number=id_number, by=None, at=timezone.now())
    return person


def ask(client: Client, phone: str = PHONE, ending: str = LAST_FOUR) -> Any:
    return client.post(ASK, {"phone": phone, "id_last_four": ending})


def enter(client: Client, code: str) -> Any:
    return client.post(CODE, {"code": code})


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def forget_limits() -> None:
    SmsQuota.objects.all().delete()
    SmsCode.objects.all().delete()


def plain(page: Any) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.content.decode())
    return re.sub(r"\d+ 秒|\d+ seconds", "SECONDS", text)


def test_person_claims_the_account_and_sets_a_password(client: Client, outbox: Outbox) -> None:
    person = provision()
    assert ask(client)["Location"] == CODE
    assert [one.template for one in outbox.sent] == ["claim"]
    answer = enter(client, outbox.code)
    assert answer["Location"] == PASSWORD_PAGE
    assert signed_in(client) == str(person.pk)
    answer = client.post(PASSWORD_PAGE, {"password": STRONG, "again": STRONG})
    assert answer["Location"] == "/my/"
    assert signed_in(client) == str(person.pk)
    person.refresh_from_db()
    assert person.claimed_at is not None
    assert person.check_password(STRONG)
    actions = ModelLogEntry.objects.order_by("pk").values_list("action", "user_id").filter(object_id=str(person.pk))
    assert list(actions)[-2:] == [("people.claim_account", person.pk), ("people.set_first_password", person.pk)]


def test_password_may_be_left_for_later_and_the_code_signs_in_again(client: Client, outbox: Outbox) -> None:
    person = provision()
    ask(client)
    enter(client, outbox.code)
    assert 'href="/my/"' in client.get(PASSWORD_PAGE).content.decode()
    client.post("/accounts/logout/")
    assert signed_in(client) is None
    forget_limits()
    client.post("/accounts/phone/", {"phone": PHONE})
    client.post("/accounts/phone/code/", {"code": outbox.code})
    assert signed_in(client) == str(person.pk)


@pytest.mark.parametrize("typed", ["134X", "134x", " 134 x ", "１３４Ｘ"])
def test_ending_with_x_may_be_typed_in_every_way(client: Client, outbox: Outbox, typed: str) -> None:
    provision(id_number=ID_NUMBER_X)
    ask(client, ending=typed)
    assert len(outbox.sent) == 1


@pytest.mark.parametrize("typed", ["", "123", "12345", "X123", "12X4", "abcd", "١٢٣٤", ID_NUMBER])
def test_what_is_no_ending_is_refused_at_the_field(client: Client, outbox: Outbox, typed: str) -> None:
    provision()
    answer = ask(client, ending=typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors["id_last_four"]
    assert SmsCode.objects.count() == 0


MAKE = {
    "fits": provision,
    "unknown phone": lambda: provision(phone=OTHER),
    "other ending": lambda: provision(id_number="11010119900307002X"),
    "no ID number": lambda: provision(id_number=""),
    "has a password": lambda: make_person(phone=PHONE, password=PASSWORD),
    "claimed before": lambda: provision(claimed_at=timezone.now()),
    "disabled": lambda: provision(is_active=False),
}


def walk(outbox: Outbox) -> list[tuple[int, str]]:
    client = Client()
    steps = [ask(client), client.get(CODE)]
    wrong = f"{(int(outbox.code) + 1) % 1_000_000:06}" if outbox.sent else "204816"
    steps += [enter(client, wrong) for _ in range(6)]
    steps.append(client.post(CODE, {"again": "1"}))
    return [(step.status_code, plain(step).replace(wrong, "TYPED")) for step in steps]


def test_every_combination_is_answered_alike(outbox: Outbox) -> None:
    """Wrong combination, unknown phone, no ID number, claimed already: nobody learns which."""
    answers = {}
    for name, make in MAKE.items():
        User.objects.update(phone="", id_number_sealed="", id_number_index="")
        make()
        forget_limits()
        outbox.sent.clear()
        answers[name] = walk(outbox)
        assert len(outbox.sent) == (name == "fits")
    assert [status for status, _ in answers["fits"]] == [302, 200, *[200] * 6, 429]
    for name in MAKE:
        assert answers[name] == answers["fits"], name
    page = answers["fits"][1][1]
    assert PHONE not in page
    assert LAST_FOUR not in page


@pytest.mark.parametrize("name", [name for name in MAKE if name != "unknown phone"])
def test_looking_up_is_one_query_and_one_opening_in_every_case(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    from people import account_lookup

    real = account_lookup.unseal
    monkeypatch.setattr(account_lookup, "unseal", lambda *given, **more: opened.append(1) or real(*given, **more))
    MAKE[name]()
    with CaptureQueriesContext(connection) as queries:
        found = person_who_claims(PHONE, LAST_FOUR)
    assert (found is not None) == (name == "fits")
    assert (len(queries), len(opened)) == (1, 1)
    assert person_who_claims(OTHER, LAST_FOUR) is None
    assert len(opened) == 2


def test_endings_are_not_found_out_by_trying(client: Client, outbox: Outbox) -> None:
    """A message a minute and ten a day for a number, whatever ending is tried: no page tells the right one."""
    provision()
    statuses = [ask(client, ending=f"{ending:04}").status_code for ending in range(1230, 1240)]
    assert statuses == [302, *[429] * 9]
    assert outbox.sent == []


def test_wrong_codes_claim_nothing(client: Client, outbox: Outbox) -> None:
    person = provision()
    ask(client)
    for _ in range(5):
        enter(client, f"{(int(outbox.code) + 1) % 1_000_000:06}")
    enter(client, outbox.code)
    person.refresh_from_db()
    assert person.claimed_at is None
    assert signed_in(client) is None


def test_another_code_after_a_minute_claims_too(client: Client, outbox: Outbox) -> None:
    person = provision()
    ask(client)
    SmsQuota.objects.all().delete()
    assert client.post(CODE, {"again": "1"})["Location"] == CODE
    assert len(outbox.sent) == 2
    enter(client, outbox.code)
    assert signed_in(client) == str(person.pk)


def test_account_claimed_in_another_window_meanwhile_still_opens(client: Client, outbox: Outbox) -> None:
    person = provision()
    ask(client)
    claim_account(person=person, by=person, at=timezone.now())
    assert enter(client, outbox.code)["Location"] == "/my/"
    assert signed_in(client) == str(person.pk)


def test_gateway_down_is_said_on_the_claim_page(client: Client, outbox: Outbox) -> None:
    provision()
    outbox.is_down = True
    answer = ask(client)
    assert answer.status_code == 503
    assert 'href="/accounts/login/' in answer.content.decode()


def test_code_to_claim_does_not_sign_in_and_the_other_way_round(client: Client, outbox: Outbox) -> None:
    provision()
    ask(client)
    code = outbox.code
    assert client.get("/accounts/phone/code/")["Location"] == "/accounts/phone/"
    client.post("/accounts/phone/code/", {"code": code})
    assert signed_in(client) is None


@pytest.mark.parametrize(
    ("password", "again"),
    [(STRONG, "something-else-9"), ("short-1", "short-1"), ("password123", "password123"), ("", "")],
)
def test_weak_or_mistyped_password_is_refused(client: Client, outbox: Outbox, password: str, again: str) -> None:
    person = provision()
    ask(client)
    enter(client, outbox.code)
    assert client.post(PASSWORD_PAGE, {"password": password, "again": again}).status_code == 200
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_first_password_page_is_for_accounts_without_one(client: Client) -> None:
    assert client.get(PASSWORD_PAGE)["Location"].startswith("/accounts/login/")
    client.force_login(make_person())
    answer = client.post(PASSWORD_PAGE, {"password": STRONG, "again": STRONG})
    assert answer["Location"] == "/my/"


def test_services_refuse_a_second_claim_and_other_people(outbox: Outbox) -> None:
    person, other = provision(), make_person()
    at = timezone.now()
    with pytest.raises(NotAllowed):
        claim_account(person=person, by=other, at=at)
    claim_account(person=person, by=person, at=at)
    with pytest.raises(ClaimedAlready):
        claim_account(person=person, by=person, at=at)
    with pytest.raises(ClaimedAlready):
        claim_account(person=other, by=other, at=at)
    other.refresh_from_db()
    assert other.claimed_at is None
    for mover, owner in ((other, person), (other, other)):
        with pytest.raises(NotAllowed):
            set_first_password(person=owner, password=STRONG, by=mover, at=at)
