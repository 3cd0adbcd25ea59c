"""The watch over personal data sees what it should, and fails the test that leaked."""

from __future__ import annotations

import io
import logging
import re
import sys
from typing import Any

import pytest
from django.conf import settings

from people.log_lines import OneLineFormatter, on_one_line
from people.spreadsheets import Column, open_table
from tests.harness.leak_scan import leaks_in, texts_of

NUMBER, PHONE = "330000197803121235", "13800138000"


def kinds(text: str, **facts: Any) -> list[str]:
    return [leak.kind for leak in leaks_in(text, place="here", **facts)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"证件号码 {NUMBER}，", ["ID number"]),
        ("ID 33000019850617006x.", ["ID number"]),
        (f'{{"phone": "{PHONE}"}}', ["phone"]),
        (f"tel:+86{PHONE}<br>", ["phone"]),
        (f"{NUMBER}{PHONE}", []),
        ("330000197803121234", []),  # wrong check character
        ("330000********1235 138****8000", []),
        ("/static/app.13800138000a.css 0.13800138000 1763981234567", []),
        ("Traceback (most recent call last):\n  File", ["stack trace"]),
        ("李四五 came", ["name"]),
    ],
)
def test_scan_finds_full_values_only(text: str, found: list[str]) -> None:
    assert kinds(text, names={"李四五"}) == found


def test_what_the_same_request_sent_is_no_leak() -> None:
    page = f"<input value='{PHONE}'> {NUMBER}"
    assert kinds(page, sent=f"phone={PHONE}") == ["ID number"]
    assert kinds(page, sent=f"phone={PHONE}&id_number={NUMBER}") == []


def test_finding_hides_what_it_found() -> None:
    (leak,) = leaks_in(f"号码 {NUMBER}", place="GET /x/")
    assert NUMBER not in str(leak)
    assert "GET /x/" in str(leak)


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_scan_reads_files(file_format: str) -> None:
    file = io.BytesIO()
    with open_table(file, file_format=file_format, columns=[Column("x")]) as table:
        table.row([NUMBER])
    texts = list(texts_of(file.getvalue(), "text/csv" if file_format == "csv" else "application/octet-stream"))
    assert [kind for text in texts for kind in kinds(text)] == ["ID number"]


LEAKY = f"""
    import logging
    import pytest
    from django.core.management import call_command
    from django.core.management.base import BaseCommand
    from django.http import HttpResponse, StreamingHttpResponse
    from django.test import override_settings
    from django.urls import path
    from tests.factories.people import make_person

    NUMBER, PHONE = "{NUMBER}", "{PHONE}"
    urlpatterns = [
        path("id/", lambda request: HttpResponse(NUMBER)),
        path("name/", lambda request: HttpResponse("欧阳春晓")),
        path("header/", lambda request: HttpResponse(headers={{"X-Found": PHONE}})),
        path("stream/", lambda request: StreamingHttpResponse([NUMBER[:9], NUMBER[9:]], content_type="text/csv")),
        path("echo/", lambda request: HttpResponse(request.POST["phone"])),
        path("trace/", lambda request: HttpResponse("Traceback (most recent call last): x")),
        path("fine/", lambda request: HttpResponse("138****8000")),
    ]
    here = override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])

    @here
    @pytest.mark.parametrize("page", ["id", "header", "stream", "trace"])
    def test_leaks(client, page):
        answer = client.get(f"/{{page}}/")
        assert b"".join(answer) or True

    @here
    def test_leaks_name(client, db):
        make_person(name="欧阳春晓")
        client.get("/name/")

    def test_leaks_log():
        logging.getLogger("some.where").error("no such person: %s", PHONE)

    def test_leaks_exception_log():
        try:
            raise ValueError(NUMBER)
        except ValueError:
            logging.getLogger("some.where").exception("failed")

    def test_leaks_name_log(db):
        make_person(name="欧阳春晓")
        logging.getLogger("some.where").warning("欧阳春晓 is not there")

    def test_leaks_history(db):
        from wagtail.log_actions import log
        log(make_person(), "people.set_id_number", data={{"number": NUMBER}})

    def test_leaks_command():
        BaseCommand().stdout.write(f"row 3: {{NUMBER}} is taken")

    @here
    def test_fine(client):
        client.get("/fine/")
        client.post("/echo/", {{"phone": PHONE}})

    @here
    @pytest.mark.shows_personal_data("the owner's own number")
    def test_fine_marked(client):
        client.get("/id/")
"""
CONFTEST = """
    from tests.conftest import *
"""


def test_leaking_tests_fail_and_no_others(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(LEAKY)
    monkeypatch.setenv("PYTHONPATH", str(settings.ROOT))
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--ds", "cms.settings.test", "-rA")
    lines = re.findall(r"^(PASSED|FAILED|ERROR) \S+::(\S+)", result.stdout.str(), re.MULTILINE)
    verdicts = {name: verdict for verdict, name in lines}
    assert len(verdicts) == 12
    assert {name for name, verdict in verdicts.items() if verdict == "PASSED"} == {"test_fine", "test_fine_marked"}


def test_log_line_holds_no_line_end_and_no_terminal_sequence() -> None:
    formatter = OneLineFormatter("{levelname} {name} {message}", style="{")
    nasty = "张三\r\n2026-05-20 INFO root signed in\u2028\x1b[31m\u202e\x00\x85end"
    record = {"name": "people", "levelname": "WARNING", "msg": "no such account: %s", "args": (nasty,)}
    line = formatter.format(logging.makeLogRecord(record))
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    assert on_one_line("a\tb 张三") == "a\tb 张三"


def test_traceback_stays_on_one_line() -> None:
    try:
        raise ValueError("x\r\n2026-05-20 INFO root forged")
    except ValueError:
        record = logging.makeLogRecord({"msg": "failed\n", "exc_info": sys.exc_info()})
    line = OneLineFormatter("{message}", style="{").format(record)
    assert len(line.splitlines()) == 1
    assert "ValueError" in line


def test_every_handler_of_the_product_writes_one_line_a_record() -> None:
    for handler in settings.LOGGING["handlers"].values():
        formatter = settings.LOGGING["formatters"][handler["formatter"]]
        assert formatter["class"] == "people.log_lines.OneLineFormatter"
