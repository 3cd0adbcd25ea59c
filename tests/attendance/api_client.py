"""A learner's browser, or a cheat's script, at the real addresses of the API, on a clock the test moves."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import Any

import pytest
from rest_framework.response import Response
from rest_framework.test import APIClient

from attendance import api
from attendance.clock import from_ms
from attendance.views import own_hours
from courses.models import LessonEdition
from people.models import User
from tests.attendance.world import shanghai

CHINESE = re.compile("[\u4e00-\u9fff]")
SESSIONS = "/api/v1/study/sessions/"


class Clock:
    """The database's clock as the edge reads it: the one place where time comes in."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.start_ms = self.now_ms = shanghai("2026-05-20T09:00:00")
        for edge in (api, own_hours):
            monkeypatch.setattr(edge, "database_now", lambda: from_ms(self.now_ms))

    def wait(self, seconds: float) -> None:
        self.now_ms += round(seconds * 1000)

    @property
    def elapsed(self) -> int:
        """Whole seconds since the test began."""
        return (self.now_ms - self.start_ms) // 1000


class Browser:
    """One signed-in person on one device."""

    def __init__(self, clock: Clock, person: User) -> None:
        self.clock, self.person = clock, person
        self.client = APIClient()
        self.nonces = count()
        self.sign_in()

    def sign_in(self) -> None:
        self.client.force_login(self.person)
        self.person.last_login = from_ms(self.clock.now_ms)
        self.person.save(update_fields=["last_login"])

    def post(self, path: str, body: Any) -> Response:
        # not the client's own encoder, which cannot write half a surrogate pair
        return self.client.generic("POST", path, json.dumps(body), content_type="application/json")

    def open(self, edition: LessonEdition) -> Tab:
        nonce = f"{id(self)}-{next(self.nonces)}"
        response = self.post(SESSIONS, {"lesson": str(edition.lesson_key), "device": "browser", "nonce": nonce})
        assert response.status_code == 201, response.content
        return Tab(self, response.json())


class Tab:
    """An open study session."""

    def __init__(self, browser: Browser, opened: dict[str, Any]) -> None:
        self.browser, self.opened = browser, opened
        self.path = f"{SESSIONS}{opened['session']}/"
        self.token = opened["token"]
        self.seqs = count(1)

    def beat(self, *ranges: Any, mode: str = "live", seq: int | None = None, **more: Any) -> Response:
        body = {
            "token": self.token,
            "seq": next(self.seqs) if seq is None else seq,
            "ranges": list(ranges),
            "mode": mode,
        }
        return self.browser.post(f"{self.path}beats/", {**body, **more})

    def answer(self, check: int, answer: Any) -> Response:
        return self.browser.post(f"{self.path}checks/{check}/", {"token": self.token, "answer": answer})

    def close(self) -> dict[str, Any]:
        response = self.browser.post(f"{self.path}close/", {"token": self.token})
        assert response.status_code == 200, response.content
        return dict(response.json())


def assert_refused(response: Any, status: int, code: str) -> dict[str, Any]:
    """The contract's form of an error, in Chinese."""
    body = response.json()
    assert (response.status_code, body.get("code")) == (status, code), body
    assert isinstance(body["detail"], str)
    assert CHINESE.search(body["detail"]), body
    assert isinstance(body["fields"], dict)
    assert all(isinstance(text, str) for text in body["fields"].values())
    return dict(body)
