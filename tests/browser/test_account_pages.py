"""Pages of allauth in the browser: accessible, in Chinese and within the screen, on a phone in large mode and desktop.

With all providers switched on and the second factor required, so that every page there is shows itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from people.enums import Role
from people.models import User
from tests.factories.people import PASSWORD, make_person, make_tree
from tests.factories.second_factor import code_for, give_app, give_passkey, give_recovery_codes
from tests.harness import browser as chromium
from tests.harness.server import Server

from .site import LARGE
from .test_accessibility import AXE, untranslated, violations

VISITOR = (
    "/accounts/login/",
    "/accounts/password/reset/key/1-x/",
    "/accounts/inactive/",
    "/accounts/weixin/login/",
    "/accounts/3rdparty/login/cancelled/",
    "/accounts/3rdparty/login/error/",
)
WITHOUT_FACTOR = (
    "/my/profile/",
    "/accounts/second-factor/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/3rdparty/",
    "/accounts/password/change/",
)
WITH_FACTORS = (
    "/accounts/2fa/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/keys/{passkey}/edit/",
    "/accounts/2fa/webauthn/keys/{passkey}/remove/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/webauthn/reauthenticate/",
)
SHAPES = [(375, True), (1366, False)]


@pytest.fixture
def server(serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv("SECOND_FACTOR_REQUIRED", "1")
    for name in ("WEIXIN", "DINGTALK", "FEISHU"):
        monkeypatch.setenv(f"{name}_CLIENT_ID", "app")
        monkeypatch.setenv(f"{name}_SECRET", "secret")
    return serve()


@contextmanager
def opened(browser: Browser, server: Server, width: int, large: bool, state: object = None) -> Iterator[Page]:
    shape = {**(chromium.PHONE if width <= 480 else chromium.DESKTOP), **({"storage_state": state} if state else {})}
    with chromium.context(browser, server.base_url, shape) as context:
        if large:
            context.add_cookies([{**LARGE, "url": server.base_url}])
        context.add_init_script(path=AXE)
        yield context.new_page()


def signed_in(browser: Browser, server: Server, person: User, secret: str = "") -> object:
    """The browser's memory of somebody who has also confirmed a moment ago to be that person."""
    with opened(browser, server, 1366, False) as page:
        page.goto("/accounts/login/")
        page.fill("#id_login", person.username)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        if secret:
            page.fill("#id_code", code_for(secret))
            page.press("#id_code", "Enter")
        page.wait_for_url("**/my/")
        page.goto("/accounts/reauthenticate/?next=/my/")
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url("**/my/")
        return page.context.storage_state()


def faults(page: Page, path: str) -> list[str]:
    page.goto(path)
    page.evaluate("for (const one of document.querySelectorAll('details.why')) one.open = true")
    found = violations(page) + [f"not Chinese: {text}" for text in untranslated(page)]
    if not page.url.endswith(path):
        found.append(f"led to {page.url}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    return [f"{path}: {line}" for line in found]


def test_account_pages_are_accessible_chinese_and_fit(browser: Browser, server: Server) -> None:
    tree = make_tree()
    plain = make_person(name="陈老师", username="t1", role=Role.TRAINER, organisation=tree.county)
    careful = make_person(name="王小芳", username="w1", organisation=tree.community)
    secret = give_app(careful)
    give_recovery_codes(careful)
    passkey = give_passkey(careful).pk
    rounds = [
        (VISITOR, None),
        (WITHOUT_FACTOR, signed_in(browser, server, plain)),
        (WITH_FACTORS, signed_in(browser, server, careful, secret)),
    ]
    found = []
    for width, large in SHAPES:
        for paths, state in rounds:
            with opened(browser, server, width, large, state) as page:
                for path in paths:
                    found += faults(page, path.format(passkey=passkey))
    assert found == []
