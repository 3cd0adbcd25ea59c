"""The second factor of staff: no address for staff answers anything before it, whatever is sent and however."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from wagtail.admin import urls as admin_urls

from people.enums import Role
from people.models import User
from people.services.roles import end_role, grant_role
from tests.factories.people import PASSWORD, Tree, make_person, make_tree
from tests.factories.second_factor import code_for, give_app, give_recovery_codes

pytestmark = pytest.mark.django_db
ASKED = "/accounts/second-factor/?next="


@pytest.fixture(autouse=True)
def _required() -> Iterator[None]:
    cache.clear()
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        yield


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def trainer(tree: Tree) -> User:
    return make_person(name="陈老师", username="trainer", role=Role.TRAINER, organisation=tree.county)


def sign_in(client: Client, username: str) -> HttpResponse:
    return client.post("/accounts/login/", {"login": username, "password": PASSWORD})


def is_asked(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(ASKED)


# Every address for staff


def addresses(patterns: list[Any], prefix: str) -> Iterator[str]:
    """An address for each pattern below `patterns`, with made-up parts."""
    parts = {"int": "1", "str": "1", "slug": "a", "uuid": str(uuid.UUID(int=1)), "path": "a"}
    for pattern in patterns:
        route = str(pattern.pattern)
        if route.startswith("^") or "(?P" in route:
            route = {"^documents/(\\d+)/$": "documents/1/"}.get(route, "")
        for name, converter in getattr(pattern.pattern, "converters", {}).items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            for spelt in (f"<{kind}:{name}>", f"<{name}>"):
                route = route.replace(spelt, parts.get(kind, "1"))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + route)
        elif isinstance(pattern, URLPattern):
            yield prefix + route


ADMIN = sorted({address for address in addresses(admin_urls.urlpatterns, "/manage/") if "<" not in address})


def test_the_walk_finds_the_administration() -> None:
    assert len(ADMIN) > 150
    assert {"/manage/", "/manage/pages/1/edit/", "/manage/users/", "/manage/images/add/"} <= set(ADMIN)


@pytest.mark.parametrize(
    ("who", "has_app"), [(Role.TRAINER, False), (Role.HR, True), (Role.ADMINISTRATOR, False), ("superuser", True)]
)
def test_every_address_of_the_administration_asks_first(client: Client, tree: Tree, who: str, has_app: bool) -> None:
    if who == "superuser":
        person = make_person(is_superuser=True, is_staff=True)
    else:
        person = make_person(role=who, organisation=tree.county)
    if has_app:
        give_app(person)
    client.force_login(person)
    open_ones = [
        f"{method} {address}"
        for address in ADMIN
        for method in (("get", "post") if has_app else ("get",))
        if not is_asked(getattr(client, method)(address))
    ]
    assert open_ones == []


@pytest.mark.parametrize("address", ["/verify/batch/", "/manage/no-such-page/", "/qualifications/1/evidence/"])
def test_other_addresses_for_staff_ask_as_well_or_are_none(client: Client, trainer: User, address: str) -> None:
    client.force_login(trainer)
    answer = client.get(address)
    assert is_asked(answer) or answer.status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HX-Request": "true", "HX-Current-URL": "http://testserver/manage/users/"}, 403),
        ({"X-Requested-With": "XMLHttpRequest"}, 403),
        ({"Accept": "application/json"}, 403),
        ({"Accept": "*/*", "X-Requested-With": "XMLHttpRequest"}, 403),
        ({"Accept": "text/html"}, 302),
        ({"Accept": "text/html", "Content-Type": "application/json"}, 302),
    ],
)
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head", "options"])
def test_parts_of_pages_and_machines_get_no_content_either(
    client: Client, trainer: User, method: str, headers: dict[str, str], status: int
) -> None:
    client.force_login(trainer)
    answer = getattr(client, method)("/manage/", headers=headers)
    assert answer.status_code == status
    if "HX-Request" in headers:
        assert answer["HX-Redirect"] == f"{ASKED}/manage/users/"
        assert answer.content == b""
    elif status == 403 and method != "head":
        assert answer.json()["code"] == "second_factor_required"


def test_machine_that_takes_anything_is_not_led_to_a_page(client: Client, trainer: User) -> None:
    client.force_login(trainer)
    assert client.get("/manage/", headers={"Accept": "*/*"}).status_code in {302, 403}


def test_learner_is_not_asked_and_not_let_in(client: Client, tree: Tree) -> None:
    client.force_login(make_person(organisation=tree.community))
    answer = client.get("/manage/")
    assert not is_asked(answer)
    assert answer.status_code in {302, 403}


def test_visitor_signs_in_first(client: Client) -> None:
    assert client.get("/manage/users/")["Location"] == "/manage/login/?next=/manage/users/"
    assert client.get("/manage/login/?next=/manage/users/")["Location"] == "/accounts/login/?next=/manage/users/"


def test_pages_of_learning_ask_nobody(client: Client, trainer: User) -> None:
    client.force_login(trainer)
    assert client.get("/my/").status_code == 200


# Roles and settings as they are now


def test_session_of_a_learner_is_asked_once_a_staff_role_is_given(client: Client, tree: Tree) -> None:
    person = make_person(organisation=tree.community)
    sign_in(client, person.username)
    today = timezone.localdate()
    grant_role(person=person, organisation=tree.county, role=Role.HR, starts_on=today, by=None, at=timezone.now())
    assert is_asked(client.get("/manage/"))


def test_staff_role_without_its_group_is_asked_too(client: Client, trainer: User) -> None:
    trainer.groups.clear()
    client.force_login(trainer)
    assert is_asked(client.get("/manage/"))


def test_role_that_ended_is_not_asked(client: Client, trainer: User) -> None:
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    end_role(membership=trainer.memberships.get(), ends_on=yesterday, by=None, at=timezone.now())
    client.force_login(trainer)
    assert not is_asked(client.get("/manage/"))


def test_setting_switches_it_off_and_the_administration_says_so(client: Client, trainer: User) -> None:
    client.force_login(trainer)
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        answer = client.get("/manage/")
    assert answer.status_code == 200
    assert 'class="site-notice"' in answer.content.decode()


# Ways in


def test_person_without_a_factor_is_told_why_and_led_to_set_one_up(client: Client, trainer: User) -> None:
    client.force_login(trainer)
    answer = client.get("/manage/users/?p=2", follow=True)
    assert answer.redirect_chain == [(f"{ASKED}/manage/users/%3Fp%3D2", 302)]
    page = answer.content.decode()
    assert 'href="/accounts/2fa/totp/activate/"' in page
    assert 'href="/accounts/2fa/webauthn/add/"' in page


def test_app_is_set_up_and_opens_the_administration_at_once(client: Client, trainer: User) -> None:
    sign_in(client, "trainer")
    client.get("/manage/account/", follow=True)
    asked = client.get("/accounts/2fa/totp/activate/")
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)}, follow=True)
    assert answer.redirect_chain == [("/accounts/2fa/recovery-codes/", 302)]
    assert f'href="{ASKED}/manage/account/"' in answer.content.decode()
    assert client.get(f"{ASKED}/manage/account/")["Location"] == "/manage/account/"
    assert client.get("/manage/").status_code == 200


def test_secret_being_set_up_is_not_in_clear_in_the_session(client: Client, trainer: User) -> None:
    sign_in(client, "trainer")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    assert secret not in str(dict(client.session))
    again = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert again.context["form"].secret == secret


def test_wrong_code_sets_up_nothing(client: Client, trainer: User) -> None:
    sign_in(client, "trainer")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert not Authenticator.objects.filter(user=trainer).exists()


def test_sign_in_asks_for_the_code_and_then_opens_the_administration(client: Client, trainer: User) -> None:
    secret = give_app(trainer)
    assert sign_in(client, "trainer")["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert client.get("/manage/").status_code == 200


def test_session_that_used_none_is_challenged_and_returns(client: Client, trainer: User) -> None:
    secret = give_app(trainer)
    client.force_login(trainer)
    answer = client.get("/manage/", follow=True)
    form = answer.redirect_chain[-1][0]
    assert form.startswith("/accounts/2fa/reauthenticate/?next=")
    assert "account_reauthenticate" not in answer.content.decode()
    assert 'href="/accounts/reauthenticate/' not in answer.content.decode()
    data = {"code": code_for(secret), "next": f"{ASKED}/manage/"}
    assert client.post(form, data, follow=True).redirect_chain[-1][0] == "/manage/"
    assert client.get("/manage/").status_code == 200


def test_password_again_is_no_second_factor(client: Client, trainer: User) -> None:
    give_app(trainer)
    client.force_login(trainer)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert is_asked(client.get("/manage/"))


def test_factor_removed_elsewhere_no_longer_counts(client: Client, trainer: User) -> None:
    secret = give_app(trainer)
    sign_in(client, "trainer")
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert client.get("/manage/").status_code == 200
    Authenticator.objects.filter(user=trainer).delete()
    assert is_asked(client.get("/manage/"))
    give_app(trainer)
    assert is_asked(client.get("/manage/"))


@pytest.mark.parametrize(
    "target", ["//evil.example/manage/", "https://evil.example/manage/", "/my/", "", "/manage/../my/"]
)
def test_page_that_asks_leads_to_pages_for_staff_only(client: Client, trainer: User, target: str) -> None:
    secret = give_app(trainer)
    sign_in(client, "trainer")
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    answer = client.get("/accounts/second-factor/", {"next": target})
    assert answer["Location"].startswith("/manage/")


# Codes


def test_code_serves_once(trainer: User) -> None:
    secret = give_app(trainer)
    code = code_for(secret, later=1)
    for opens in (True, False):
        client = Client()
        sign_in(client, "trainer")
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in client.session) is opens
        cache.delete(f"allauth.mfa.totp.used?user={trainer.pk}&code={code}")  # what allauth forgets after one step


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clock_of_a_phone_may_be_half_a_minute_off(client: Client, trainer: User, steps: int, opens: bool) -> None:
    secret = give_app(trainer)
    sign_in(client, "trainer")
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, later=steps)})
    assert ("_auth_user_id" in client.session) is opens


def test_guessing_codes_is_stopped(client: Client, trainer: User) -> None:
    secret = give_app(trainer)
    sign_in(client, "trainer")
    for number in range(8):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"})
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert "_auth_user_id" not in client.session


def test_recovery_code_opens_once(trainer: User) -> None:
    give_app(trainer)
    code = give_recovery_codes(trainer)[0]
    for opens in (True, False):
        client = Client()
        sign_in(client, "trainer")
        client.post("/accounts/2fa/authenticate/", {"code": f"{code[:4]} {code[4:]}"})
        assert ("_auth_user_id" in client.session) is opens


def test_secrets_are_sealed_in_the_database(trainer: User) -> None:
    secret = give_app(trainer)
    codes = RecoveryCodes.activate(trainer)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes.generate_codes())
    assert "t1:" in stored


def test_removing_a_factor_needs_a_fresh_confirmation(client: Client, trainer: User) -> None:
    secret = give_app(trainer)
    sign_in(client, "trainer")
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    for path in ("totp/deactivate/", "recovery-codes/generate/", "webauthn/add/"):
        answer = client.post(f"/accounts/2fa/{path}")
        assert answer["Location"].startswith("/accounts/reauthenticate/"), path
    assert Authenticator.objects.filter(user=trainer).count() == 1


def test_administration_costs_one_statement_more(client: Client, trainer: User) -> None:
    secret = give_app(trainer)
    sign_in(client, "trainer")
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    client.get("/manage/account/")
    counts = []
    for is_on in (False, True):
        with override_settings(SECOND_FACTOR_REQUIRED=is_on), CaptureQueriesContext(connection) as asked:
            client.get("/manage/account/")
        counts.append(len(asked))
    assert counts[1] - counts[0] == 1
