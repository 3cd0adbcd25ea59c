"""Signing in with two steps, with a passkey and with a recovery code; ending a session on another device."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from people.enums import Role
from tests.factories.people import PASSWORD, make_person, make_tree
from tests.factories.second_factor import code_for
from tests.harness.server import Server


@pytest.fixture
def server(serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> Server:
    """The product as it is in use: with the second factor required."""
    monkeypatch.setenv("SECOND_FACTOR_REQUIRED", "1")
    tree = make_tree()
    make_person(name="陈老师", username="trainer", role=Role.TRAINER, organisation=tree.county)
    make_person(name="王小芳", username="learner", organisation=tree.community)
    return serve()


def type_password(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")


def sign_in(page: Page, username: str) -> None:
    type_password(page, username)
    page.wait_for_url("**/my/")


def sign_out(page: Page) -> None:
    page.goto("/my/profile/")
    page.locator("form[action='/accounts/logout/'] button").click()
    page.wait_for_url(re.compile(r"/$"))


def confirm_by_password(page: Page) -> None:
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")


def enter(page: Page, code: str) -> None:
    page.fill("#id_code", code)
    page.press("#id_code", "Enter")


def set_up_app(page: Page) -> tuple[str, list[str]]:
    """From the page that asks; answers the secret and the recovery codes."""
    page.locator("a[href='/accounts/2fa/totp/activate/']").click()
    confirm_by_password(page)
    picture = page.locator("img.qr")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    page.locator("details.why summary").click()
    secret = page.locator("#authenticator_secret").inner_text().replace(" ", "")
    enter(page, code_for(secret))
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    codes = [code.replace(" ", "") for code in page.locator(".codes li").all_inner_texts()]
    assert len(codes) == 10
    return secret, codes


def test_trainer_sets_up_a_second_factor_and_is_asked_for_it_again(new_page: Callable[..., Page]) -> None:
    desk = new_page(phone=False)
    sign_in(desk, "trainer")
    desk.goto("/manage/account/")
    expect(desk.locator("#wagtail-sidebar")).to_have_count(0)
    secret, codes = set_up_app(desk)
    desk.locator("main a.btn", has_text=re.compile("administration|管理后台")).click()
    desk.wait_for_url("**/manage/account/")
    expect(desk.locator("#wagtail-sidebar")).to_have_count(1)

    sign_out(desk)
    type_password(desk, "trainer")
    desk.wait_for_url("**/accounts/2fa/authenticate/")
    enter(desk, "000000")
    expect(desk.locator(".error-summary")).to_be_visible()
    enter(desk, code_for(secret, later=1))
    desk.wait_for_url("**/my/")
    desk.goto("/manage/")
    expect(desk.locator("#wagtail-sidebar")).to_have_count(1)

    lost = new_page(phone=True)
    type_password(lost, "trainer")
    enter(lost, codes[0])
    lost.wait_for_url("**/my/")
    again = new_page(phone=True)
    type_password(again, "trainer")
    enter(again, codes[0])
    expect(again.locator(".error-summary")).to_be_visible()


def give_authenticator(page: Page) -> None:
    """The browser's own virtual device, which confirms with a fingerprint by itself."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_trainer_signs_in_with_a_passkey_alone(server: Server, browser: object, new_page: Callable[..., Page]) -> None:
    page = new_page(phone=False)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    site = f"http://localhost:{server.port}"  # passkeys belong to a name, never to a number
    give_authenticator(page)
    page.goto(f"{site}/accounts/login/?next=/manage/")
    page.fill("#id_login", "trainer")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/accounts/second-factor/**")
    page.locator("a[href='/accounts/2fa/webauthn/add/']").click()
    confirm_by_password(page)
    page.locator("#passkey_button").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    page.goto(f"{site}/manage/")
    expect(page.locator("#wagtail-sidebar")).to_have_count(1)

    page.goto(f"{site}/my/profile/")
    page.locator("form[action='/accounts/logout/'] button").click()
    page.goto(f"{site}/accounts/login/?next=/manage/")
    page.locator("#passkey_button").click()
    page.wait_for_url("**/manage/")
    expect(page.locator("#wagtail-sidebar")).to_have_count(1)
    assert complaints == []


def test_passkey_is_not_offered_where_the_browser_allows_none(new_page: Callable[..., Page]) -> None:
    """At a numbered address; other ways stay."""
    page = new_page(phone=True)
    page.goto("/accounts/login/")
    expect(page.locator("#id_password")).to_be_visible()
    expect(page.locator("#passkey_button")).to_be_hidden()
    sign_in(page, "learner")
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_by_password(page)
    page.locator("#passkey_button").click()
    expect(page.locator("[data-passkey-error=address]")).to_be_visible()


def test_second_device_ends_the_session_of_the_first(new_page: Callable[..., Page]) -> None:
    phone, desk = new_page(phone=True), new_page(phone=False)
    sign_in(phone, "learner")
    sign_in(desk, "learner")
    desk.goto("/my/profile/")
    desk.locator("a[href='/accounts/sessions/']").click()
    rows = desk.locator("main ul.rows > li")
    expect(rows).to_have_count(2)
    rows.locator("button").click()
    expect(desk.locator(".notice")).to_be_visible()
    expect(rows).to_have_count(1)
    phone.goto("/my/")
    phone.wait_for_url("**/accounts/login/**")
    desk.goto("/my/")
    expect(desk).to_have_url(re.compile("/my/$"))
