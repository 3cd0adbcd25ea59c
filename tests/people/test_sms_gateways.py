"""Every gateway keeps one contract; what it needs is checked when the process starts."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from people.sms import ConsoleGateway, Gateway, GatewayFailure, HttpGateway, Message, MessageRefused, chosen_gateway
from tests.factories.sms import FakeGateway, https_gateway

PHONE, TOKEN = "13800138000", "secret-token"


def message(text: str = "【百廿学堂】登录验证码 204816") -> Message:
    values = {"code": "204816", "minutes": "5"}
    return Message(phone=PHONE, text=text, template="sign_in", values=values, key=uuid.uuid4())


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeGateway]:
    with https_gateway(tmp_path) as gateway:
        yield gateway


def http_gateway(fake: FakeGateway, timeout_seconds: int = 2) -> HttpGateway:
    return HttpGateway(url=fake.url, token=TOKEN, timeout_seconds=timeout_seconds, ca_file=fake.ca_file)


GATEWAYS: dict[str, Callable[[FakeGateway], Gateway]] = {
    "console": lambda _: ConsoleGateway(),
    "http": http_gateway,
}


@pytest.mark.parametrize("name", GATEWAYS)
def test_gateway_takes_a_message_and_is_named_as_in_the_settings(fake: FakeGateway, name: str) -> None:
    gateway = GATEWAYS[name](fake)
    assert gateway.name == name
    assert gateway.send(message()) is None


@pytest.mark.parametrize("name", GATEWAYS)
@pytest.mark.parametrize("text", ["", "验" * 500, 'a"\r\nX-Header: 1', "\U0002cc56 'quoted' <b>"])
def test_gateway_takes_any_text(fake: FakeGateway, name: str, text: str) -> None:
    GATEWAYS[name](fake).send(message(text))
    assert [one["body"]["text"] for one in fake.requests] == [text] * (name == "http")


@pytest.mark.parametrize("name", GATEWAYS)
def test_gateway_puts_no_number_into_the_log(
    fake: FakeGateway, name: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        GATEWAYS[name](fake).send(message())
    told = caplog.text + "".join(capsys.readouterr())
    assert PHONE not in told
    assert TOKEN not in told


def test_console_prints_the_masked_number_and_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    ConsoleGateway().send(message())
    assert capsys.readouterr().out == "SMS to 138****8000: 【百廿学堂】登录验证码 204816\n"


def test_http_gateway_posts_json_with_its_token(fake: FakeGateway) -> None:
    one = message()
    http_gateway(fake).send(one)
    (request,) = fake.requests
    assert request["path"] == "/sms?v=1"
    assert request["headers"]["Authorization"] == f"Bearer {TOKEN}"
    assert request["body"] == {
        "key": str(one.key),
        "phone": f"+86{PHONE}",
        "text": one.text,
        "template": "sign_in",
        "values": {"code": "204816", "minutes": "5"},
    }


@pytest.mark.parametrize("status", [300, 302, 400, 401, 403, 404, 429, 500, 503])
def test_any_other_status_is_a_failure(fake: FakeGateway, status: int) -> None:
    fake.status = status
    with pytest.raises(GatewayFailure, match=f"answered {status}"):
        http_gateway(fake).send(message())


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 408, 413, 422, 429, 500, 503])
def test_refused_message_is_told_from_a_gateway_that_does_not_work(fake: FakeGateway, status: int) -> None:
    fake.status = status
    with pytest.raises(GatewayFailure) as failed:
        http_gateway(fake).send(message())
    assert isinstance(failed.value, MessageRefused) == (status in {400, 404, 413, 422})


def test_redirect_is_not_followed(fake: FakeGateway) -> None:
    fake.status, fake.location = 307, fake.url
    with pytest.raises(GatewayFailure):
        http_gateway(fake).send(message())
    assert len(fake.requests) == 1


def test_slow_gateway_is_given_up(fake: FakeGateway) -> None:
    fake.seconds = 1.5
    begun = time.monotonic()
    with pytest.raises(GatewayFailure, match="no answer"):
        http_gateway(fake, timeout_seconds=1).send(message())
    assert time.monotonic() - begun < 1.4


def test_dead_gateway_is_a_failure(fake: FakeGateway) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refuses
        url = f"https://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(GatewayFailure, match="ConnectionRefusedError") as refused:
            HttpGateway(url=url, token=TOKEN, timeout_seconds=2).send(message())
    assert PHONE not in str(refused.value)


def test_certificate_of_an_unknown_authority_is_refused(fake: FakeGateway) -> None:
    with pytest.raises(GatewayFailure, match="SSL"):
        HttpGateway(url=fake.url, token=TOKEN, timeout_seconds=2).send(message())
    assert fake.requests == []


def test_proxy_of_the_environment_is_not_obeyed(fake: FakeGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    http_gateway(fake).send(message())
    assert len(fake.requests) == 1


@pytest.mark.parametrize("url", ["http://gateway.example.org/", "gateway.example.org", "", "https:///path"])
def test_gateway_is_reached_by_https_only(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        HttpGateway(url=url, token=TOKEN, timeout_seconds=2)


def test_message_shows_nothing_of_itself() -> None:
    told = repr(message())
    assert PHONE not in told
    assert "204816" not in told


def test_demonstration_prints_and_settings_choose_the_gateway(fake: FakeGateway, settings: object) -> None:
    assert isinstance(chosen_gateway(), ConsoleGateway)
    for name, value in (
        ("SMS_BACKEND", "http"),
        ("SMS_URL", fake.url),
        ("SMS_TOKEN", TOKEN),
        ("SMS_CA_FILE", fake.ca_file),
    ):
        setattr(settings, name, value)
    gateway = chosen_gateway()
    assert isinstance(gateway, HttpGateway)
    gateway.send(message())
    assert len(fake.requests) == 1


HTTP = {"SMS_BACKEND": "http", "SMS_URL": "https://sms.example.org/send", "SMS_TOKEN": "t0ken"}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import cms.settings.test"],
        cwd=settings.ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"SMS_BACKEND": "carrier-pigeon"}, "SMS_BACKEND: expected console or http"),
        ({**HTTP, "SMS_URL": ""}, "SMS_URL: expected an address that begins with https://"),
        ({**HTTP, "SMS_URL": "http://sms.example.org/"}, "SMS_URL: expected an address that begins with https://"),
        ({**HTTP, "SMS_TOKEN": ""}, "SMS_TOKEN: expected the gateway's token"),
        ({**HTTP, "SMS_TOKEN": "to ken\u00e9"}, "SMS_TOKEN: expected the gateway's token"),
        ({**HTTP, "SMS_CA_FILE": "/nowhere.pem"}, "SMS_CA_FILE: expected a file"),
        ({"SMS_TIMEOUT_SECONDS": "0"}, "SMS_TIMEOUT_SECONDS: expected a whole number of seconds from 1 to 30"),
        ({"SMS_TIMEOUT_SECONDS": "300"}, "SMS_TIMEOUT_SECONDS: expected a whole number of seconds from 1 to 30"),
        ({"SMS_DAILY_BUDGET": "many"}, "SMS_DAILY_BUDGET: expected a whole number"),
    ],
)
def test_wrong_setting_stops_the_start_with_its_name(environment: dict[str, str], expected: str) -> None:
    stopped = start(**environment)
    assert stopped.returncode != 0
    assert expected in stopped.stderr
    for value in ("t0ken", "to ken"):
        assert value not in stopped.stderr


def test_right_settings_start() -> None:
    assert start(**HTTP).stderr == ""
