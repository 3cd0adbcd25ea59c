"""Accounts elsewhere that people may sign in with: each is there when its variables are given, and else not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from . import environment as env

BEHIND = "allauth.socialaccount.providers."
# Where each sign-in takes place: first stop and known next ones; a form may lead there (CSP form-action).
KNOWN = {
    "weixin": ("https://open.weixin.qq.com",),
    "dingtalk": ("https://login.dingtalk.com",),
    "feishu": ("https://open.feishu.cn", "https://accounts.feishu.cn", "https://passport.feishu.cn"),
}
OIDC_VARIABLES = ("OIDC_NAME", "OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_SECRET")


@dataclass(frozen=True)
class Provider:
    """`key` is allauth's name, `settings` its entry in SOCIALACCOUNT_PROVIDERS, `origins` where signing in happens."""

    key: str
    settings: dict[str, Any]
    origins: tuple[str, ...]

    @property
    def app(self) -> str:
        return BEHIND + self.key


def given() -> list[Provider]:
    """Those whose variables are set. One variable of a set without the others stops the start with the missing name."""
    found = [_known(key, origins) for key, origins in KNOWN.items()]
    return [provider for provider in [*found, _openid_connect()] if provider]


def _known(key: str, origins: tuple[str, ...]) -> Provider | None:
    values = _all_or_none(f"{key.upper()}_CLIENT_ID", f"{key.upper()}_SECRET")
    if not values:
        return None
    client_id, secret = values
    return Provider(key, {"APPS": [{"client_id": client_id, "secret": secret}]}, origins)


def _openid_connect() -> Provider | None:
    values = _all_or_none(*OIDC_VARIABLES)
    if not values:
        return None
    name, address, client_id, secret = values
    facts = {"client_id": client_id, "secret": secret, "settings": {"server_url": address.rstrip("/")}}
    app = {"provider_id": "sso", "name": name, **facts}
    origins = (_origin("OIDC_SERVER_URL", address), *_more_origins("OIDC_SIGN_IN_ORIGINS"))
    return Provider("openid_connect", {"APPS": [app], "OAUTH_PKCE_ENABLED": True}, origins)


def _all_or_none(*names: str) -> list[str]:
    values = [env.text(name, "") for name in names]
    if any(values) and not all(values):
        missing = next(name for name, value in zip(names, values, strict=True) if not value)
        raise env.WrongSetting(f"{missing}: expected a value, because another of {', '.join(names)} is set")
    return values if all(values) else []


def _more_origins(name: str) -> list[str]:
    return [_origin(name, value) for value in env.names(name, "")]


def _origin(name: str, address: str) -> str:
    """`https://host[:port]`. Plain http serves a server on the same machine only: the secret travels there."""
    parts = urlsplit(address)
    is_local = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    if not parts.hostname or not (parts.scheme == "https" or is_local) or parts.username or set(address) & set(" ;,'"):
        raise env.WrongSetting(f"{name}: expected an address that begins with https://")
    return f"{parts.scheme}://{parts.netloc}"
