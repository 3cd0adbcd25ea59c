"""The drill: a gateway that takes connections and never answers. The site goes on, and people sign in by password."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.factories.people import PASSWORD, make_person
from tests.factories.sms import https_gateway
from tests.harness.server import Server
from tests.harness.template import Database

ASKERS = 16


def post(base: str, path: str, **fields: str) -> requests.Response:
    with requests.Session() as session:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', session.get(base + path).text)
        assert token
        facts = {**fields, "csrfmiddlewaretoken": token.group(1)}
        return session.post(base + path, facts, allow_redirects=False)


def test_gateway_that_hangs_holds_up_nobody_for_long(
    committed_db: Database, serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    phones = [f"1380013{number:04}" for number in range(ASKERS)]
    for phone in phones:
        make_person(phone=phone)
    make_person(username="by-password")
    with https_gateway(tmp_path) as gateway:
        gateway.seconds = 60
        for name, value in (
            ("SMS_BACKEND", "http"),
            ("SMS_URL", gateway.url),
            ("SMS_TOKEN", "t0ken"),
            ("SMS_CA_FILE", gateway.ca_file),
            ("SMS_TIMEOUT_SECONDS", "2"),
        ):
            monkeypatch.setenv(name, value)
        base = serve().base_url
        begun = time.monotonic()
        with ThreadPoolExecutor(max_workers=ASKERS) as pool:
            asked = pool.map(lambda phone: post(base, "/accounts/phone/", phone=phone).status_code, phones)
            signed_in = post(base, "/accounts/login/", login="by-password", password=PASSWORD)
            waited = time.monotonic() - begun
            assert Counter(asked) == {503: ASKERS}
        print(f"password sign-in beside {ASKERS} askers took {waited:.1f} s; {len(gateway.requests)} tries")
        assert signed_in.headers["Location"] == "/my/"
        # Four threads try at once; whichever is free before the third failure tries once more. Then nobody does.
        assert len(gateway.requests) <= 8
        assert waited < 15
