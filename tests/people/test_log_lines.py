"""The log of the product as an installation writes it: what people type forges no line of it."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from people.enums import Role
from tests.factories.people import PASSWORD, make_person, make_tree

FORGED = "王小二\r\n2026-05-20 10:00:00,000 INFO people signed in as root\u2028\x1b[2J"
BEGINS = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{3} [A-Z]+ [\w.]+ ")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the console handler of the settings writes, from the lowest level on."""
    line = settings.LOGGING["formatters"][settings.LOGGING["handlers"]["console"]["formatter"]]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(import_string(line["class"])(line["format"], style=line["style"]))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def test_every_line_of_the_log_is_a_record(db: None, client: Client, written: io.StringIO) -> None:
    client.raise_request_exception = False
    person = make_person(role=Role.HR, organisation=make_tree().county)
    fields = dict.fromkeys(["login", "phone", "number", "name", "purpose", "q", "reason", "topic"], FORGED)
    for path in ("/accounts/login/", "/accounts/phone/", "/accounts/claim/", "/verify/", "/no/such/page/"):
        client.post(path, {**fields, "password": PASSWORD})
        client.get(path, fields)
    client.get("/\r\n2026-05-20 10:00:00,000 INFO people forged/")
    client.force_login(person)
    for path in ("/manage/people/", "/manage/people/exports/new/", "/manage/people/rosters/new/", "/my/profile/"):
        client.post(path, fields)
        client.get(path, fields)
    logging.getLogger("people").warning("no such account: %s", FORGED)
    lines = written.getvalue().splitlines()
    assert len(lines) >= 3
    assert [line for line in lines if not BEGINS.match(line)] == []
    assert "\\r\\n2026-05-20" in written.getvalue()
