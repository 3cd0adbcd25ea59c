"""A worker's first day: claims the account on a phone by text message, signs out, and comes back with a code."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import JoinRequest, SmsQuota, User
from people.services.identity import set_id_number
from people.services.joining import approve_join_request
from tests.factories.people import Tree, make_person, make_tree
from tests.harness.server import Server, free_port
from tests.harness.template import Database

PHONE, MASKED, ID_NUMBER = "13800138000", "138****8000", "330000197803121235"
NEWCOMER, MASKED_NEWCOMER = "13900139000", "139****9000"


def provision() -> tuple[User, Tree]:
    """As HR's roster leaves somebody behind."""
    tree = make_tree()
    person = make_person(name="李小梅", phone=PHONE, password=None, organisation=tree.community)
    set_id_number(person=person, id_number=ID_NUMBER, by=None, at=timezone.now())
    return person, tree


def code_printed_for(server: Server, masked: str, before: int = 0) -> str:
    """The last code that the demonstration's gateway has printed for a number; `before` are known already."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        found = re.findall(rf"SMS to {re.escape(masked)}: .*?(?<!\d)(\d{{6}})(?!\d)", server.log)
        if len(found) > before:
            return str(found[-1])
        time.sleep(0.05)
    raise AssertionError(f"no message to {masked} was printed:\n{server.log[-2000:]}")


def looks_right(page: Page) -> None:
    """One heading, no sideways scrolling, no words in English."""
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def press(page: Page) -> None:
    page.locator("main form button.btn:not(.alt)").first.click()


def test_worker_claims_signs_out_and_signs_in_by_code(server: Server, phone_page: Page) -> None:
    person, _ = provision()
    page = phone_page
    page.goto("/accounts/login/")
    page.locator("a[href='/accounts/claim/']").click()
    looks_right(page)
    page.fill("input[name=phone]", "138 0013 8000")
    page.fill("input[name=id_last_four]", "1235")
    press(page)
    page.wait_for_url("**/accounts/claim/code/")
    looks_right(page)
    expect(page.locator("main")).to_contain_text(MASKED)
    code = code_printed_for(server, MASKED)
    page.fill("input[name=code]", f"{code[:3]} {code[3:]}")
    press(page)
    page.wait_for_url("**/accounts/claim/password/")
    looks_right(page)
    page.locator("main a[href='/my/']").click()
    page.wait_for_url("**/my/")
    expect(page.locator("h1")).to_contain_text("李小梅")
    sign_out(page)

    page.goto("/accounts/login/")
    page.locator("a[href^='/accounts/phone/']").click()
    SmsQuota.objects.all().delete()  # a minute has passed
    page.fill("input[name=phone]", PHONE)
    press(page)
    page.wait_for_url("**/accounts/phone/code/")
    looks_right(page)
    page.fill("input[name=code]", code_printed_for(server, MASKED, before=1))
    press(page)
    page.wait_for_url("**/my/")
    person.refresh_from_db()
    assert person.claimed_at is not None
    assert PHONE not in server.log


def sign_out(page: Page) -> None:
    page.goto("/my/profile/")
    page.locator("form[action='/accounts/logout/'] button").click()
    page.wait_for_url(lambda address: "/my/" not in address)


def test_newcomer_registers_without_javascript_and_is_taken_in(server: Server, new_page: Callable[..., Page]) -> None:
    _, tree = provision()
    hr = make_person(name="周人事", organisation=tree.county, role="hr")
    page = new_page(phone=True)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/accounts/register/")
    page.fill("input[name=phone]", NEWCOMER)
    press(page)
    page.wait_for_url("**/accounts/register/code/")
    page.fill("input[name=code]", code_printed_for(server, MASKED_NEWCOMER))
    press(page)
    page.wait_for_url("**/accounts/join/")
    for place in ("浙江省", "杭州市", "西湖区", "留下街道"):
        page.locator("ul.rows a", has_text=place).first.click()
        looks_right(page)
    page.locator(f"a[href='/accounts/join/{tree.community.pk}/']").click()
    page.fill("input[name=name]", "王小芳")
    page.select_option("select[name=worker_category]", "community")
    press(page)
    page.wait_for_url("**/accounts/waiting/")
    looks_right(page)
    page.goto("/my/")
    assert page.url.endswith("/accounts/waiting/")
    approve_join_request(join_request=JoinRequest.objects.get(), by=hr, at=timezone.now())
    page.goto("/my/")
    assert page.url.endswith("/my/")
    expect(page.locator("h1")).to_contain_text("王小芳")


def test_page_says_what_still_works_while_the_gateway_is_down(
    committed_db: Database, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    for name, value in (
        ("SMS_BACKEND", "http"),
        ("SMS_URL", f"https://127.0.0.1:{free_port()}/"),
        ("SMS_TOKEN", "t0ken"),
    ):
        monkeypatch.setenv(name, value)
    make_person(phone=PHONE)
    page = request.getfixturevalue("phone_page")
    answers = []
    page.on("response", lambda answer: answers.append(answer.status))
    page.goto("/accounts/phone/")
    page.fill("input[name=phone]", PHONE)
    press(page)
    summary = page.locator(".error-summary")
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
    looks_right(page)
    assert 503 in answers
    assert page.locator("input[name=phone]").input_value() == PHONE
    page.locator("main a[href^='/accounts/login/']").first.click()
    expect(page.locator("input[name=password]")).to_be_visible()
