"""The address packages are served from: given, or made up where the site is only on this machine."""

from __future__ import annotations

import pytest

from cms.settings import environment
from cms.settings.environment import WrongSetting

HTTPS = "https://learn.example.org"


@pytest.mark.parametrize(
    ("site", "given", "origin"),
    [
        ("http://127.0.0.1:8000", "", "http://packages.localhost:8000"),
        ("http://localhost", "", "http://packages.localhost"),
        ("http://127.0.0.1:8000", "http://localhost:8000/", "http://localhost:8000"),
        (HTTPS, "", ""),
        (HTTPS, "https://packages.example.net", "https://packages.example.net"),
        (HTTPS, "https://packages.example.net:8443", "https://packages.example.net:8443"),
    ],
)
def test_address_of_packages(monkeypatch: pytest.MonkeyPatch, site: str, given: str, origin: str) -> None:
    monkeypatch.setenv("PACKAGE_ORIGIN", given)
    assert environment.package_origin("PACKAGE_ORIGIN", site) == origin


@pytest.mark.parametrize(
    ("site", "given"),
    [
        (HTTPS, HTTPS),
        (HTTPS, f"{HTTPS}:8443"),  # cookies know no ports
        (HTTPS, "http://packages.example.net"),
        (HTTPS, "packages.example.net"),
        (HTTPS, "https://packages.example.net/scorm"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:9000"),
    ],
)
def test_address_that_would_share_the_session_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, site: str, given: str
) -> None:
    monkeypatch.setenv("PACKAGE_ORIGIN", given)
    with pytest.raises(WrongSetting, match="PACKAGE_ORIGIN"):
        environment.package_origin("PACKAGE_ORIGIN", site)
