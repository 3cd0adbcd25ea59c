"""A pytest plugin: no test may make the product say personal data. Whatever leaks fails the test that made it.

Looked at: every answer of Django's test client (workbooks and PDFs by their texts, streams as they are read), every
answer and log line of a server that tests start, every log record, every line of a command, every row of the site's
history. Looked for: full ID numbers, full mobile numbers, stack traces; names of people in logs and in what visitors
get to see who are not signed in (who may see which name in the pages is the permission matrix's business).

Where a person's own number has to be shown, the test says so: `@pytest.mark.shows_personal_data("why")`, or the place
stands in `PLACES` below.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Iterable, Iterator
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.conf import settings
from django.core.management.base import OutputWrapper
from django.db.models import Model
from django.db.models.signals import post_save
from django.test.client import Client

from .leak_middleware import MARK
from .leak_scan import Leak, leaks_in, texts_of
from .server import Server

MARKER = "shows_personal_data"
PLACES = {
    r"^(GET|POST) /manage/users/": "Wagtail's user screens, superusers only: the phone is edited and searched there",
}
"""Where full numbers belong, whoever tests it: the pattern of method and path, and why."""


class LeakWatch(logging.Handler):
    """One a test process. What was found since the last look is in `found`."""

    def __init__(self) -> None:
        super().__init__(level=0)
        self.found: list[Leak] = []
        self.names: set[str] = set()

    def look(self, text: str, *, place: str, sent: str = "", names: Iterable[str] = (), traces: bool = True) -> None:
        if not any(re.search(pattern, place) for pattern in PLACES):
            self.found += leaks_in(text, place=place, sent=sent, names=names, with_traces=traces)

    def take(self) -> list[Leak]:
        taken, self.found = self.found, []
        return list(dict.fromkeys(taken))

    # --- what is looked at

    def emit(self, record: logging.LogRecord) -> None:
        place = f"log {record.name}"
        self.look(self.format(record), place=place, names=self.names, traces=False)

    def answered(self, client: Client, response: Any, sent: str) -> None:
        request = response.wsgi_request
        place = f"{request.method} {request.path}"
        sent = f"{unquote_plus(request.get_full_path())}\n{sent}"
        names = () if settings.SESSION_COOKIE_NAME in client.cookies else tuple(self.names)
        kind = response.get("Content-Type", "")
        self.look(str(response.headers), place=f"{place} (headers)", sent=sent)
        if response.streaming:
            response.streaming_content = self._passing(response.streaming_content, place, kind, sent, names)
            return
        for text in texts_of(response.content, kind):
            self.look(text, place=place, sent=sent, names=names)

    def _passing(
        self, pieces: Iterable[bytes], place: str, kind: str, sent: str, names: Iterable[str]
    ) -> Iterator[bytes]:
        kept = bytearray()
        for piece in pieces:
            if not kind.startswith(("video/", "audio/", "image/")):
                kept += piece
            yield piece
        for text in texts_of(bytes(kept), kind):
            self.look(text, place=place, sent=sent, names=names)

    def saved(self, sender: type[Model], instance: Any, **facts: Any) -> None:
        if sender.__name__ == "User" and len(instance.real_name) > 1:
            self.names.add(instance.real_name)
        elif hasattr(instance, "action") and hasattr(instance, "data") and hasattr(instance, "label"):
            text = f"{instance.label} {instance.data}"
            self.look(text, place=f"history {instance.action}", names=self.names)

    # --- how it is told to pytest

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, object, object]:
        if self not in logging.getLogger().handlers:
            logging.getLogger().addHandler(self)  # Django's own configuration has removed it
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        done = yield
        self._judge(item)
        return done

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, object, object]:
        done = yield
        self.names.clear()
        self._judge(item)
        return done

    def _judge(self, item: pytest.Item) -> None:
        leaks = self.take()
        if leaks and not item.get_closest_marker(MARKER):
            pytest.fail("personal data was shown:\n" + "\n".join(map(str, leaks[:20])), pytrace=False)


def install(config: pytest.Config) -> LeakWatch:
    """Hook the places where the product speaks."""
    watch = LeakWatch()
    config.pluginmanager.register(watch, "leaks")
    config.addinivalue_line("markers", f"{MARKER}(reason): full personal data belongs on the pages of this test")
    post_save.connect(watch.saved, weak=False, dispatch_uid="leaks")
    _watch_client(watch)
    _watch_commands(watch)
    _watch_servers(watch)
    return watch


def _watch_client(watch: LeakWatch) -> None:
    generic, request = Client.generic, Client.request

    def noting(self: Client, method: str, path: str, data: Any = "", *rest: Any, **more: Any) -> Any:
        sent = data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data)
        self.__dict__["sent"] = f"{unquote_plus(sent)}\n{sent}"
        return generic(self, method, path, data, *rest, **more)

    def looking(self: Client, **facts: Any) -> Any:
        response = request(self, **facts)
        watch.answered(self, response, self.__dict__.pop("sent", ""))
        return response

    Client.generic, Client.request = noting, looking


def _watch_commands(watch: LeakWatch) -> None:
    write = OutputWrapper.write

    def looking(self: OutputWrapper, msg: str = "", *rest: Any, **more: Any) -> None:
        watch.look(str(msg), place="output of a command")
        write(self, msg, *rest, **more)

    OutputWrapper.write = looking


def _watch_servers(watch: LeakWatch) -> None:
    stop = Server.stop

    def looking(self: Server) -> None:
        stop(self)
        for line in self.log.splitlines():
            if MARK in line:
                watch.found.append(Leak("personal data", "an answer of the server", line.partition(MARK)[2]))
            else:
                watch.look(line, place="log of the server", names=watch.names, traces=False)

    Server.stop = looking
