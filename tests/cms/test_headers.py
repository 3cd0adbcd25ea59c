"""What every answer says to browsers, and how cookies are kept; the settings of an installation under https."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.people import PASSWORD, make_person

SCRIPT = """
import json, django
django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
client = Client(HTTP_HOST="learn.example.org")
answers = {}
for address in ("/accounts/login/", "/healthz", "/manage/", "/static/css/base.css", "/no-such-page/"):
    try:
        answer = client.get(address, secure=True)
        answers[address] = {name.lower(): value for name, value in answer.items()}
        answers[address]["cookies"] = {name: dict(morsel) for name, morsel in answer.cookies.items()}
    except django.db.Error:
        answers[address] = {}
from django.conf import settings
chosen = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY"
more = "SESSION_COOKIE_SAMESITE CSRF_COOKIE_SAMESITE SESSION_COOKIE_DOMAIN SESSION_COOKIE_PATH SECURE_HSTS_SECONDS"
print(json.dumps({"answers": answers, **{name: getattr(settings, name) for name in f"{chosen} {more}".split()}}))
"""


@pytest.fixture(scope="module")
def https() -> dict[str, object]:
    """The site's own view of itself with SITE_URL=https://…, in a process of its own."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "SITE_URL": "https://learn.example.org",
        "ALLOWED_HOSTS": "learn.example.org",
    }
    command = [sys.executable, "-c", SCRIPT]
    result = subprocess.run(
        command, cwd=settings.ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return dict(json.loads(result.stdout.splitlines()[-1]))


def test_cookies_belong_to_this_host_alone_and_travel_by_https_only(https: dict[str, object]) -> None:
    assert (https["SESSION_COOKIE_NAME"], https["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    assert https["SESSION_COOKIE_SECURE"] is https["CSRF_COOKIE_SECURE"] is https["SESSION_COOKIE_HTTPONLY"] is True
    assert (https["SESSION_COOKIE_SAMESITE"], https["CSRF_COOKIE_SAMESITE"]) == ("Lax", "Lax")
    assert (https["SESSION_COOKIE_DOMAIN"], https["SESSION_COOKIE_PATH"]) == (None, "/")


def test_browsers_are_told_to_use_https_for_a_year(https: dict[str, object]) -> None:
    answers = {name: answer for name, answer in dict(https["answers"]).items() if answer}
    assert "/healthz" in answers
    for address, answer in answers.items():
        assert answer["strict-transport-security"].startswith("max-age=31536000"), address


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/my/", "/manage/", "/verify/", "/no-such-page/", "/healthz"])
def test_answer_forbids_sniffing_framing_and_telling_others(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "object-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_session_cookie_is_out_of_reach_for_scripts_and_other_sites(client: Client) -> None:
    person = make_person()
    answer = client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    cookie = answer.cookies["session"]
    assert cookie["httponly"] is True
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")
