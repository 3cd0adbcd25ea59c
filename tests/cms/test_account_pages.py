"""Every page of allauth, as somebody signed in meets it: in the site's frame, in Chinese, with labels."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from allauth import urls as allauth_urls
from django.test import Client
from django.urls import URLPattern, URLResolver

from people.models import User
from tests.factories.people import make_organisation, make_person
from tests.factories.second_factor import give_app, give_passkey, give_recovery_codes

pytestmark = pytest.mark.django_db
MADE_UP = {"<int:pk>": "0", r"(?P<key>[-:\w]+)": "x:y", r"(?P<uidb36>[0-9A-Za-z]+)": "1", "(?P<key>.+)": "x"}
PUBLIC = "/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/accounts/inactive/"
SKIPPED = re.compile(r"^/accounts/2fa/recovery-codes/download/$")
"""No page: a file, which has a test of its own."""


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "/accounts/") -> Iterator[str]:
    for pattern in patterns:
        route = str(pattern.pattern).removeprefix("^").removesuffix("$")
        for part, value in MADE_UP.items():
            route = route.replace(part, value)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + route)
        else:
            yield prefix + route


ALL = sorted(set(addresses(allauth_urls.urlpatterns)))


class Visible(HTMLParser):
    """The texts of a page, without scripts and what is written in another language on purpose."""

    SILENT = {"script", "style", "title"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        is_foreign = facts.get("lang", "zh").startswith("en") or facts.get("translate") == "no"
        if tag in self.SILENT or is_foreign or self.silent:
            self.silent += tag not in {"input", "img", "meta", "link", "br", "hr"}
        for name in ("placeholder", "aria-label", "alt"):
            self.texts.append(facts.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - 1)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data.strip())


def english(page: str) -> list[str]:
    texts = Visible(page).texts
    return [text for text in texts if re.search(r"[a-z]{3,} [a-z]{2,}", text) and not re.search("[一-鿿]", text)]


@pytest.fixture
def person() -> User:
    return make_person(name="王小芳", organisation=make_organisation(name="骆家庄社区"))


def give_factors(person: User) -> int:
    """All three; answers the passkey's number."""
    give_app(person)
    give_recovery_codes(person)
    return int(give_passkey(person).pk)


def confirmed(person: User) -> Client:
    """Signed in, and confirmed a moment ago to be that person."""
    client = Client()
    client.force_login(person)
    session = client.session
    record = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["_account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def look(client: Client, address: str) -> str:
    """The page, or nothing where the address leads on; checks what every page must have."""
    answer = client.get(address)
    if answer.status_code == 302:
        return ""
    assert answer.status_code in {200, 401, 404}, f"{address}: {answer.status_code}"
    page = answer.content.decode()
    assert '<header class="top">' in page, address
    assert '<html lang="zh-CN">' in page, address
    assert "form-action" in answer["Content-Security-Policy"]
    assert english(page) == [], address
    return page


def test_the_walk_finds_all_of_allauth() -> None:
    assert len(ALL) > 30
    assert {"/accounts/2fa/", "/accounts/sessions/", "/accounts/2fa/webauthn/keys/0/edit/"} <= set(ALL)


def test_english_would_be_noticed() -> None:
    assert english("<p>Two-Factor Authentication is here</p>") != []
    assert english('<p>两步验证</p><button lang="en">English words here</button>') == []


@pytest.mark.parametrize("address", [address for address in ALL if not SKIPPED.search(address)])
@pytest.mark.parametrize("has_factors", [False, True])
def test_page_is_in_the_frame_and_in_chinese(person: User, address: str, has_factors: bool) -> None:
    if has_factors:
        address = address.replace("/keys/0/", f"/keys/{give_factors(person)}/")
    page = look(confirmed(person), address)
    if page and "/3rdparty/" not in address:
        for control in re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', page):
            assert f'for="{control}"' in page, f"{address}: no label for {control}"


@pytest.mark.parametrize("address", [address for address in ALL if not SKIPPED.search(address)])
def test_page_of_a_visitor_is_in_the_frame_and_in_chinese(address: str) -> None:
    look(Client(), address)


PAGES = {
    "/accounts/2fa/": "mfa/index.html",
    "/accounts/2fa/totp/deactivate/": "mfa/totp/deactivate_form.html",
    "/accounts/2fa/recovery-codes/": "mfa/recovery_codes/index.html",
    "/accounts/2fa/recovery-codes/generate/": "mfa/recovery_codes/generate.html",
    "/accounts/2fa/reauthenticate/": "mfa/reauthenticate.html",
    "/accounts/2fa/webauthn/": "mfa/webauthn/authenticator_list.html",
    "/accounts/2fa/webauthn/add/": "mfa/webauthn/add_form.html",
    "/accounts/2fa/webauthn/reauthenticate/": "mfa/webauthn/reauthenticate.html",
    "/accounts/sessions/": "usersessions/usersession_list.html",
    "/accounts/password/change/": "account/password_change.html",
    "/accounts/reauthenticate/": "account/reauthenticate.html",
}


@pytest.mark.parametrize(("address", "template"), PAGES.items())
def test_page_is_really_shown(person: User, address: str, template: str) -> None:
    """Not merely led on from: otherwise the walk above would have looked at nothing."""
    give_factors(person)
    answer = confirmed(person).get(address)
    assert answer.status_code == 200
    assert template in [used.name for used in answer.templates]


@pytest.mark.parametrize("action", ["edit", "remove"])
def test_page_of_a_passkey_is_shown_to_its_owner_only(person: User, action: str) -> None:
    address = f"/accounts/2fa/webauthn/keys/{give_factors(person)}/{action}/"
    assert "办公室电脑" in look(confirmed(person), address)
    assert confirmed(make_person()).get(address).status_code == 404


def test_set_up_pages_are_shown_to_somebody_without_factors(person: User) -> None:
    client = confirmed(person)
    page = look(client, "/accounts/2fa/totp/activate/")
    assert 'src="data:image/svg+xml;base64,' in page
    assert 'href="otpauth://totp/' in page
    assert 'data-passkey="add"' in look(client, "/accounts/2fa/webauthn/add/")


@pytest.mark.parametrize("address", ["totp/activate/", "recovery-codes/", "recovery-codes/download/"])
def test_page_with_secrets_is_kept_by_nobody(person: User, address: str) -> None:
    if "recovery" in address:
        give_factors(person)
    answer = confirmed(person).get(f"/accounts/2fa/{address}")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_account_without_password_may_set_one(person: User) -> None:
    person.set_unusable_password()
    person.save(update_fields=["password"])
    assert 'id="id_password1"' in look(confirmed(person), "/accounts/password/set/")


def test_recovery_codes_are_a_file_to_keep(person: User) -> None:
    give_factors(person)
    answer = confirmed(person).get("/accounts/2fa/recovery-codes/download/")
    assert answer["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert len(re.findall(r"^\d{4} \d{4}$", answer.content.decode(), re.MULTILINE)) == 10


def test_second_step_of_signing_in_is_in_the_frame(person: User) -> None:
    give_factors(person)
    client = Client()
    client.post("/accounts/login/", {"login": person.username, "password": "bainian-demo"})
    page = look(client, "/accounts/2fa/authenticate/")
    assert 'for="id_code"' in page
    assert 'data-passkey="authenticate"' in page


def test_own_account_page_leads_to_everything(person: User) -> None:
    page = look(confirmed(person), "/my/profile/")
    for address in ("password/change/", "2fa/", "2fa/webauthn/", "sessions/"):
        assert f'href="/accounts/{address}"' in page
    assert "3rdparty" not in page
