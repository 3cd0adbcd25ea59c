"""Settings that come from outside, each checked when the process starts.

A wrong value stops the start with the variable's name and what is expected; the value itself is never
repeated, because it may hold a password.
"""

import base64
import binascii
import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
LOCAL_FILE = VAR / "local.env"


class WrongSetting(ImproperlyConfigured):
    """A variable of the environment has a value that cannot be used."""


def load_local_file() -> None:
    """Read `var/local.env`, written by the first `make run`; the real environment wins over it."""
    if LOCAL_FILE.exists():
        environ.Env.read_env(str(LOCAL_FILE))


def _wrong(name: str, expected: str) -> WrongSetting:
    return WrongSetting(f"{name}: expected {expected}")


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise _wrong(name, "a value, but it is not set (`make run` writes one to var/local.env)")
    return value


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if value == "" else value in {"1", "true", "yes", "on"}
    raise _wrong(name, "1 or 0")


def whole_number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if value and not value.isdecimal():
        raise _wrong(name, "a whole number")
    return int(value) if value else default


def own_folder(path: Path) -> Path:
    """Made if it is missing; nobody else on this machine looks into it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def names(name: str, default: str) -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def web_origin(name: str, default: str) -> str:
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise _wrong(name, "an address such as https://learn.example.org, without a path")
    return value


def host_of(origin: str) -> str:
    return urlsplit(origin).hostname or ""


LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def package_origin(name: str, site: str) -> str:
    """The address packages are served from, or nothing: then there are none. Cookies know hosts and no ports.

    Where the site is only on this machine the name is made up: browsers lead every name below localhost to it.
    """
    parts = urlsplit(site)
    port = f":{parts.port}" if parts.port else ""
    value = web_origin(name, f"http://packages.localhost{port}") if parts.hostname in LOOPBACK else text(name, "")
    if not value:
        return ""
    own = urlsplit(web_origin(name, value))
    if own.hostname == parts.hostname or own.scheme != parts.scheme:
        raise _wrong(name, "an address with another host name than SITE_URL and the same http:// or https://")
    return f"{own.scheme}://{own.netloc}"


DATABASE_EXPECTED = (
    "sqlite:////absolute/path.sqlite3, sqlite:///path-below-the-project.sqlite3 "
    "or postgres://user:password@host:5432/name"
)


def database(name: str) -> dict[str, object]:
    """The `default` database from a URL. SQLite serves one host; PostgreSQL more than that."""
    url = text(name, f"sqlite:///{VAR / 'bainian.sqlite3'}")
    scheme = url.partition("://")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise _wrong(name, DATABASE_EXPECTED)
    try:
        parsed = environ.Env.db_url_config(url)
    except Exception as error:
        raise _wrong(name, DATABASE_EXPECTED) from error
    if scheme == "sqlite" and parsed.get("NAME") and parsed["NAME"] != ":memory:":
        return sqlite(ROOT / str(parsed["NAME"]))
    if scheme != "sqlite" and parsed.get("NAME"):
        return {**parsed, "ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    raise _wrong(name, DATABASE_EXPECTED)


def sqlite(path: Path) -> dict[str, object]:
    # FULL, not NORMAL: with NORMAL a power cut may lose a beat that was acknowledged.
    # recursive_triggers: without it INSERT OR REPLACE removes the old row and no DELETE trigger fires.
    pragmas = "journal_mode=WAL; synchronous=FULL; busy_timeout=15000; recursive_triggers=ON; foreign_keys=ON"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 15,
            "init_command": "".join(f"PRAGMA {pragma.strip()};" for pragma in pragmas.split(";")),
        },
    }


def field_keys(name: str) -> dict[str, bytes]:
    """Keys for the encrypted columns, newest first: `id:base64,id:base64`, 32 bytes each."""
    keys: dict[str, bytes] = {}
    for part in names(name, ""):
        key_id, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            raise _wrong(name, "id:base64 pairs of 32 bytes each, separated by commas") from error
        if not key_id.isalnum() or len(key) != 32:
            raise _wrong(name, "id:base64 pairs of 32 bytes each, separated by commas")
        keys[key_id] = key
    if not keys:
        raise _wrong(name, "at least one id:base64 pair (`make run` writes one to var/local.env)")
    return keys


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in allowed:
        raise _wrong(name, " or ".join(allowed))
    return value


SMS_NEEDED = "because SMS_BACKEND is http"


def sms_gateway(backend: str) -> dict[str, str]:
    """Address, token and authorities of the gateway; empty where messages only go to the console."""
    if backend != "http":
        return {"url": "", "token": "", "ca_file": ""}
    url, token = text("SMS_URL", ""), text("SMS_TOKEN", "")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.fragment:
        raise _wrong("SMS_URL", f"an address that begins with https://, {SMS_NEEDED}")
    if not token or not token.isascii() or not token.isprintable():
        raise _wrong("SMS_TOKEN", f"the gateway's token, printable ASCII, {SMS_NEEDED}")
    ca_file = text("SMS_CA_FILE", "")
    if ca_file and not Path(ca_file).is_file():
        raise _wrong("SMS_CA_FILE", "a file of certificates (PEM), or nothing")
    return {"url": url, "token": token, "ca_file": ca_file}


def seconds(name: str, default: int, *, most: int) -> int:
    value = whole_number(name, default)
    if not 1 <= value <= most:
        raise _wrong(name, f"a whole number of seconds from 1 to {most}")
    return value
