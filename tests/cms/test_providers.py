"""Accounts elsewhere exist by settings only: all of a set or nothing, and with nothing no address answers."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.settings import providers
from cms.settings.environment import WrongSetting
from people.models import User
from tests.factories.people import make_person

SETS = {
    "weixin": ("WEIXIN_CLIENT_ID", "WEIXIN_SECRET"),
    "dingtalk": ("DINGTALK_CLIENT_ID", "DINGTALK_SECRET"),
    "feishu": ("FEISHU_CLIENT_ID", "FEISHU_SECRET"),
    "openid_connect": ("OIDC_NAME", "OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_SECRET"),
}
ADDRESSES = [
    *[f"{name}/login/{rest}" for name in ("weixin", "dingtalk", "feishu", "oidc/sso") for rest in ("", "callback/")],
    *("3rdparty/", "3rdparty/signup/", "3rdparty/login/cancelled/", "3rdparty/login/error/"),
    *("social/signup/", "social/connections/", "social/login/error/"),
]


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*(name for names in SETS.values() for name in names), "OIDC_SIGN_IN_ORIGINS"]:
        monkeypatch.delenv(name, raising=False)


def give(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        monkeypatch.setenv(name, "https://id.example.org" if name.endswith("_URL") else "given")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_answers_while_none_is_given(address: str, method: str) -> None:
    client = Client()
    assert getattr(client, method)(f"/accounts/{address}").status_code == 404
    client.force_login(make_person())
    assert getattr(client, method)(f"/accounts/{address}").status_code == 404


@pytest.mark.django_db
def test_sign_in_page_offers_none_while_none_is_given(client: Client) -> None:
    page = client.get("/accounts/login/")
    policy = page["Content-Security-Policy"].split("; ")
    assert "form-action 'self'" in policy
    assert not any(f"/{name}/" in page.content.decode() for name in ("weixin", "dingtalk", "feishu", "oidc"))
    assert not User.objects.exists()


def test_nothing_given_is_no_provider() -> None:
    assert providers.given() == []


@pytest.mark.parametrize(("key", "names"), SETS.items())
def test_whole_set_switches_one_on(monkeypatch: pytest.MonkeyPatch, key: str, names: tuple[str, ...]) -> None:
    give(monkeypatch, *names)
    found = providers.given()
    assert [provider.key for provider in found] == [key]
    assert found[0].app == f"allauth.socialaccount.providers.{key}"
    assert all(origin.startswith("https://") and origin.count("/") == 2 for origin in found[0].origins)


@pytest.mark.parametrize("missing", [name for names in SETS.values() for name in names])
def test_set_with_a_gap_stops_the_start_with_its_name(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    names = next(names for names in SETS.values() if missing in names)
    give(monkeypatch, *(name for name in names if name != missing))
    with pytest.raises(WrongSetting, match=f"^{missing}: expected"):
        providers.given()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_SERVER_URL", "http://id.example.org"),
        ("OIDC_SERVER_URL", "id.example.org"),
        ("OIDC_SERVER_URL", "https://user:word@id.example.org"),
        ("OIDC_SERVER_URL", "https://id.example.org; script-src *"),
        ("OIDC_SIGN_IN_ORIGINS", "https://login.example.org,*"),
    ],
)
def test_address_that_could_not_be_trusted_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    give(monkeypatch, *SETS["openid_connect"])
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting, match=f"^{name}: expected") as refused:
        providers.given()
    assert value not in str(refused.value)


def test_sign_in_pages_on_another_host_are_allowed_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, *SETS["openid_connect"])
    monkeypatch.setenv("OIDC_SERVER_URL", "https://id.example.org/realms/zj/")
    monkeypatch.setenv("OIDC_SIGN_IN_ORIGINS", "https://login.example.org")
    found = providers.given()[0]
    assert found.origins == ("https://id.example.org", "https://login.example.org")
    assert found.settings["APPS"][0]["settings"]["server_url"] == "https://id.example.org/realms/zj"
