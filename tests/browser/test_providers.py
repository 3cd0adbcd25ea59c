"""Accounts elsewhere: with a real OpenID Connect server and back, and the way out to the three others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import Page, expect

from people.models import User
from tests.factories.people import PASSWORD, make_person, make_tree
from tests.factories.second_factor import code_for, give_app
from tests.harness import openid
from tests.harness.openid import OpenIdServer
from tests.harness.server import Server

OIDC = "统一认证"


@pytest.fixture
def openid_server() -> Iterator[OpenIdServer]:
    with openid.running() as running:
        yield running


@pytest.fixture
def learner(committed_db: object) -> User:
    return make_person(name="王小芳", username="learner", organisation=make_tree().community)


@pytest.fixture
def server(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch, openid_server: OpenIdServer, learner: User
) -> Server:
    given = {
        "OIDC_NAME": OIDC,
        "OIDC_SERVER_URL": openid_server.address,
        "OIDC_CLIENT_ID": openid.CLIENT,
        "OIDC_SECRET": openid.SECRET,
    }
    for name in ("WEIXIN", "DINGTALK", "FEISHU"):
        given |= {f"{name}_CLIENT_ID": f"{name.lower()}-app", f"{name}_SECRET": "secret"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return serve()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    page = new_page(phone=True)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    page.complaints = complaints
    return page


def provider_button(page: Page, address: str) -> None:
    page.locator(f"form[action^='/accounts/{address}/login/'] button").click()


def sign_in_by_password(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("#id_login", "learner")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")


def connect(page: Page) -> None:
    page.goto("/my/profile/")
    page.locator("a[href='/accounts/3rdparty/']").click()
    provider_button(page, "oidc/sso")
    page.fill("#id_password", PASSWORD)  # connecting needs a fresh confirmation
    page.press("#id_password", "Enter")
    page.wait_for_url(re.compile("/accounts/(3rdparty|oidc/sso/login)/"))
    if "/login/" in page.url:
        page.locator("main form button").click()
    page.wait_for_url("**/accounts/3rdparty/")


def sign_out(page: Page) -> None:
    page.goto("/my/profile/")
    page.locator("form[action='/accounts/logout/'] button").click()


def test_openid_account_signs_in_once_it_is_connected(page: Page, openid_server: OpenIdServer, learner: User) -> None:
    page.goto("/accounts/login/")
    provider_button(page, "oidc/sso")
    expect(page.locator("main h1")).to_be_visible()
    assert urlsplit(page.url).path == "/accounts/oidc/sso/login/callback/"
    expect(page.locator("main")).to_contain_text(OIDC)
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()

    sign_in_by_password(page)
    page.wait_for_url("**/my/")
    connect(page)
    assert SocialAccount.objects.get().user == learner
    sign_out(page)

    page.goto("/accounts/login/")
    provider_button(page, "oidc/sso")
    page.wait_for_url("**/my/")
    assert openid_server.asked[-1]["state"] != openid_server.asked[0]["state"]
    sign_out(page)

    openid_server.subject = "somebody-else"
    page.goto("/accounts/login/")
    provider_button(page, "oidc/sso")
    expect(page.locator("main ol.steps")).to_be_visible()

    secret = give_app(learner)  # being known elsewhere is one factor
    openid_server.subject = "u-1001"
    page.goto("/accounts/login/")
    provider_button(page, "oidc/sso")
    page.wait_for_url("**/accounts/2fa/authenticate/")
    page.fill("#id_code", code_for(secret))
    page.press("#id_code", "Enter")
    page.wait_for_url("**/my/")
    assert page.complaints == []


def test_refused_and_forged_answers_sign_nobody_in(page: Page, openid_server: OpenIdServer) -> None:
    openid_server.refuses = True
    page.goto("/accounts/login/")
    provider_button(page, "oidc/sso")
    page.wait_for_url("**/accounts/3rdparty/login/cancelled/")
    forged = page.goto("/accounts/oidc/sso/login/callback/?code=x&state=forged")
    assert forged is not None
    assert forged.status == 401
    expect(page.locator("main a.btn")).to_have_attribute("href", "/accounts/login/")
    page.goto("/my/")
    page.wait_for_url("**/accounts/login/**")


def test_server_elsewhere_that_is_down_is_said_and_other_ways_stay(page: Page, openid_server: OpenIdServer) -> None:
    openid_server.is_broken = True
    page.goto("/accounts/login/")
    provider_button(page, "oidc/sso")
    expect(page.locator("main a.btn")).to_have_attribute("href", "/accounts/login/")
    openid_server.shutdown()
    openid_server.server_close()
    page.goto("/accounts/login/")
    provider_button(page, "oidc/sso")
    expect(page.locator("main a.btn")).to_have_attribute("href", "/accounts/login/")
    sign_in_by_password(page)
    page.wait_for_url("**/my/")


WAYS_OUT = {
    "weixin": ("https://open.weixin.qq.com/connect/qrconnect", "appid"),
    "dingtalk": ("https://login.dingtalk.com/oauth2/auth", "client_id"),
    "feishu": ("https://open.feishu.cn/open-apis/authen/v1/index", "app_id"),
}


def way_out(page: Page, name: str) -> tuple[str, dict[str, str]]:
    """Where the button leads: address and what is said there. Nobody goes there from a test."""
    form = page.locator(f"form[action='/accounts/{name}/login/?process=login']")
    data = {"csrfmiddlewaretoken": form.locator("input[name=csrfmiddlewaretoken]").input_value()}
    answer = page.context.request.post(f"/accounts/{name}/login/?process=login", form=data, max_redirects=0)
    assert answer.status == 302
    parts = urlsplit(answer.headers["location"])
    said = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return f"{parts.scheme}://{parts.netloc}{parts.path}", said


def test_ways_out_to_the_others(page: Page, server: Server) -> None:
    answer = page.goto("/accounts/login/")
    assert answer is not None
    directives = answer.headers["content-security-policy"].split("; ")
    allowed = next(part for part in directives if part.startswith("form-action")).split()
    states = set()
    for name, (start, client) in WAYS_OUT.items():
        address, said = way_out(page, name)
        assert address == start
        assert said[client] == f"{name}-app"
        assert said["redirect_uri"] == f"{server.base_url}/accounts/{name}/login/callback/"
        assert "secret" not in said.values()
        assert len(said["state"]) >= 16
        assert way_out(page, name)[1]["state"] != said["state"]
        assert "{0.scheme}://{0.netloc}".format(urlsplit(start)) in allowed
        states.add(said["state"])
    assert len(states) == 3
