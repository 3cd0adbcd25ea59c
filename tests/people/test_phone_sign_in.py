"""Signing in with a code by text message, as the pages do it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people.enums import Role
from people.models import SmsCode, SmsQuota, User
from people.views.entrance.code_page import address_of
from tests.factories.people import make_person, make_tree
from tests.factories.second_factor import code_for, give_app
from tests.factories.sms import Outbox, outbox_instead_of_gateway

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13800138000", "13900139000"
ASK, CODE = "/accounts/phone/", "/accounts/phone/code/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    return outbox_instead_of_gateway(monkeypatch)


@pytest.fixture
def person() -> User:
    return make_person(phone=PHONE)


def ask(client: Client, phone: str = PHONE, **more: Any) -> Any:
    return client.post(ASK, {"phone": phone, **more})


def enter(client: Client, code: str) -> Any:
    return client.post(CODE, {"code": code})


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def plain(page: Any, *typed: str) -> str:
    """Without what differs in every answer: tokens, seconds, and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.content.decode())
    for one in typed:
        text = text.replace(one, "TYPED")
    return re.sub(r"\d+ 秒|\d+ seconds", "SECONDS", text)


def test_sign_in_page_leads_to_the_code_and_keeps_where_one_wanted_to_go(client: Client) -> None:
    page = client.get("/accounts/login/?next=/courses/").content.decode()
    assert 'href="/accounts/phone/?next=%2Fcourses%2F"' in page or 'href="/accounts/phone/?next=/courses/"' in page
    assert 'href="/accounts/claim/"' in page
    assert 'href="/accounts/register/"' in page


@pytest.mark.parametrize("typed", [PHONE, "+86 138-0013-8000", "１３８００１３８０００", " 138 0013 8000 "])
def test_person_signs_in_with_the_code_however_the_number_is_typed(
    client: Client, person: User, outbox: Outbox, typed: str
) -> None:
    answer = ask(client, typed)
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    assert [one.phone for one in outbox.sent] == [PHONE]
    answer = enter(client, outbox.code)
    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    assert signed_in(client) == str(person.pk)


@pytest.mark.parametrize("shape", ["{0}", " {0} ", "{1} {2}", "{1}-{2}", "\u200b{0}", "full"])
def test_code_may_be_pasted_with_what_surrounds_it(client: Client, person: User, outbox: Outbox, shape: str) -> None:
    ask(client)
    code = outbox.code
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    enter(client, full_width if shape == "full" else shape.format(code, code[:3], code[3:]))
    assert signed_in(client) == str(person.pk)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "12345６７", "１２３٤٥٦"])
def test_what_is_no_code_costs_no_try(client: Client, person: User, outbox: Outbox, typed: str) -> None:
    ask(client)
    answer = enter(client, typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]
    assert SmsCode.objects.get().tries_left == 5


def test_code_field_fits_a_phone(client: Client, person: User, outbox: Outbox) -> None:
    ask(client)
    page = client.get(CODE).content.decode()
    field = re.search(r'<input[^>]*name="code"[^>]*>', page)
    assert field
    for attribute in ('autocomplete="one-time-code"', 'inputmode="numeric"', 'type="text"'):
        assert attribute in field.group()
    assert "138****8000" in page
    assert PHONE not in page
    assert re.search(r"(59|60) (秒|seconds)", page)


def test_session_key_changes_and_allauth_records_the_way(client: Client, person: User, outbox: Outbox) -> None:
    ask(client)
    before = client.session.session_key
    enter(client, outbox.code)
    assert client.session.session_key != before
    (record,) = client.session["account_authentication_methods"]
    assert record["method"] == "code"
    assert PHONE not in str(dict(client.session))


def test_code_stands_nowhere_in_the_session(client: Client, person: User, outbox: Outbox) -> None:
    ask(client)
    assert outbox.code not in str(dict(client.session))


@pytest.mark.parametrize(("then", "leads"), [("/courses/", "/courses/"), ("https://evil.example.org/", "/my/")])
def test_next_page_is_kept_unless_it_is_elsewhere(
    client: Client, person: User, outbox: Outbox, then: str, leads: str
) -> None:
    ask(client, next=then)
    assert enter(client, outbox.code)["Location"] == leads


def test_role_is_looked_at_as_after_every_sign_in(client: Client, outbox: Outbox) -> None:
    staff = make_person(role=Role.HR, organisation=make_tree().county, phone=PHONE)
    staff.groups.clear()
    ask(client)
    enter(client, outbox.code)
    assert staff.groups.exists()


# Known and unknown


def unclaimed() -> User:
    return make_person(phone=PHONE, password=None)


MAKE = {
    "nobody": lambda: None,
    "not claimed": unclaimed,
    "disabled": lambda: make_person(phone=PHONE, is_active=False),
    "known": lambda: make_person(phone=PHONE),
}


def walk(outbox: Outbox) -> list[tuple[int, str]]:
    """Ask, look at the page, six wrong codes, ask again: status and page of each step."""
    client = Client()
    steps = [ask(client), client.get(CODE)]
    wrong = f"{(int(outbox.code) + 1) % 1_000_000:06}" if outbox.sent else "204816"
    steps += [enter(client, wrong) for _ in range(6)]
    steps.append(client.post(CODE, {"again": "1"}))
    return [(step.status_code, plain(step, wrong)) for step in steps]


def test_every_number_is_answered_alike(outbox: Outbox) -> None:
    """Unknown, not claimed yet, disabled, known: page and status of every step are the same."""
    answers = {}
    for name, make in MAKE.items():
        User.objects.filter(phone=PHONE).update(phone="")
        make()
        SmsCode.objects.all().delete()
        _forget_limits()
        outbox.sent.clear()
        answers[name] = walk(outbox)
        assert len(outbox.sent) == (name == "known")
    assert [status for status, _ in answers["known"]] == [302, 200, *[200] * 6, 429]
    for name in MAKE:
        assert answers[name] == answers["known"], name


def _forget_limits() -> None:
    SmsQuota.objects.all().delete()


def test_account_that_hr_opened_is_not_entered_by_phone_alone(client: Client, outbox: Outbox) -> None:
    """HR may have mistyped the number: the end of the ID number is asked for first."""
    unclaimed()
    ask(client)
    assert outbox.sent == []
    User.objects.filter(phone=PHONE).update(claimed_at=timezone.now())
    _forget_limits()
    ask(client)
    enter(client, outbox.code)
    assert signed_in(client)


def test_person_disabled_after_asking_is_not_signed_in(client: Client, person: User, outbox: Outbox) -> None:
    ask(client)
    User.objects.filter(pk=person.pk).update(is_active=False)
    enter(client, outbox.code)
    assert signed_in(client) is None


# Limits


def test_sixth_try_is_too_late_also_with_the_right_code(client: Client, person: User, outbox: Outbox) -> None:
    ask(client)
    wrong = f"{(int(outbox.code) + 1) % 1_000_000:06}"
    for _ in range(5):
        enter(client, wrong)
    enter(client, outbox.code)
    assert signed_in(client) is None


def test_asking_again_waits_a_minute_and_says_how_long(client: Client, person: User, outbox: Outbox) -> None:
    ask(client)
    for answer in (client.post(CODE, {"again": "1"}), ask(client), ask(Client())):
        assert answer.status_code == 429
        assert 55 <= int(answer["Retry-After"]) <= 60
        assert answer["Retry-After"] in answer.content.decode()
    assert len(outbox.sent) == 1


def test_forged_forwarding_evades_nothing(person: User, outbox: Outbox, settings: object) -> None:
    """200 from one address, whatever X-Forwarded-For says; behind the proxy its own entry counts."""

    def curve(start: int, **headers: str) -> list[int]:
        client = Client()
        asked = (
            client.post(ASK, {"phone": f"13{number}13800{number % 10}"}, HTTP_X_FORWARDED_FOR=f"10.1.{number}.1{more}")
            for number, more in ((number, headers.get("proxy", "")) for number in range(start, start + 201))
        )
        return [answer.status_code for answer in asked]

    assert curve(300)[-2:] == [302, 429]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert curve(600, proxy=", 198.51.100.7")[-2:] == [302, 429]


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("203.0.113.9", "203.0.113.9/32"),
        ("::ffff:203.0.113.9", "203.0.113.9/32"),
        ("2001:db8:1:2ff::9", "2001:db8:1:200::/56"),
        ("", "0.0.0.0/32"),
        ("junk", "0.0.0.0/32"),
    ],
)
def test_limit_per_address_counts_networks_and_not_what_is_claimed(
    client: Client, outbox: Outbox, rf: Any, peer: str, network: str
) -> None:
    request = rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR="198.51.100.7")
    assert address_of(request) == network


def test_classroom_of_sixty_asks_at_the_same_time(outbox: Outbox) -> None:
    phones = [f"13{number}138000" for number in range(300, 360)]
    for phone in phones:
        make_person(phone=phone)
    assert {ask(Client(), phone).status_code for phone in phones} == {302}
    assert len(outbox.sent) == 60


# The gateway down


def test_page_says_that_no_message_could_be_sent_and_what_still_works(
    client: Client, person: User, outbox: Outbox
) -> None:
    outbox.is_down = True
    answers = [ask(client), ask(Client(), OTHER)]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert plain(answers[0], PHONE) == plain(answers[1], OTHER)
    page = answers[0].content.decode()
    assert "error-summary" in page
    assert 'href="/accounts/login/' in page
    outbox.is_down = False
    assert ask(client).status_code == 302


def test_gateway_down_when_asking_again_leaves_the_first_code_valid(
    client: Client, person: User, outbox: Outbox
) -> None:
    ask(client)
    code = outbox.code
    _forget_limits()
    outbox.is_down = True
    assert client.post(CODE, {"again": "1"}).status_code == 503
    enter(client, code)
    assert signed_in(client) == str(person.pk)


# Odd ways


@pytest.mark.parametrize("path", [ASK, CODE, "/accounts/claim/", "/accounts/claim/code/", "/accounts/register/"])
def test_whoever_is_signed_in_is_led_on(client: Client, person: User, path: str) -> None:
    client.force_login(person)
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/my/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_code_page_without_a_code_asked_for_begins_at_the_beginning(client: Client, method: str) -> None:
    answer = getattr(client, method)(CODE, {"code": "204816"})
    assert (answer.status_code, answer["Location"]) == (302, ASK)


def test_code_asked_for_elsewhere_opens_nothing_here(client: Client, person: User, outbox: Outbox) -> None:
    """The code alone is of no use: it belongs to the browser that asked."""
    ask(client)
    other = Client()
    ask(other, OTHER)
    enter(other, outbox.code)
    assert signed_in(other) is None


@pytest.mark.parametrize("typed", ["", "1", "12345678901", "138001380001", "02083000000", "1380013800x", "1" * 500])
def test_what_is_no_mobile_number_is_refused_at_the_field(client: Client, outbox: Outbox, typed: str) -> None:
    answer = ask(client, typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors["phone"]
    assert SmsCode.objects.count() == 0


def test_pages_are_kept_by_no_cache(client: Client, person: User, outbox: Outbox) -> None:
    ask(client)
    for path in (ASK, CODE):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_asking_again_too_early_blames_no_field(client: Client, person: User, outbox: Outbox) -> None:
    ask(client)
    form = client.post(CODE, {"again": "1"}).context["form"]
    assert list(form.errors) == ["__all__"]
    assert form.fields["code"].required


def test_second_factor_is_asked_for_after_the_code_too(client: Client, outbox: Outbox, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    staff = make_person(role=Role.HR, organisation=make_tree().county, phone=PHONE)
    secret = give_app(staff)
    ask(client)
    assert enter(client, outbox.code)["Location"].startswith("/accounts/2fa/authenticate/")
    assert signed_in(client) is None
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert signed_in(client) == str(staff.pk)
