"""A learner's browser that talks to the running product over the network."""

from __future__ import annotations

import http.client
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from courses.models import LessonEdition
from people.models import User
from tests.attendance.api_client import SESSIONS

PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Answer:
    status: int
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


class NetworkBrowser:
    """Signed in through the session table, so that only the requests under test reach the server."""

    def __init__(self, base_url: str, person: User) -> None:
        self.address = urlsplit(base_url).netloc
        self.person = person
        client = Client()
        client.force_login(person)
        csrf = secrets.token_hex(16)
        cookies = {
            settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
            settings.CSRF_COOKIE_NAME: csrf,
        }
        self.headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": csrf,
        }

    def post(self, path: str, body: Any) -> Answer:
        return self._send(path, json.dumps(body), "application/json")

    def post_form(self, path: str, body: str) -> Answer:
        return self._send(path, body, "application/x-www-form-urlencoded")

    def _send(self, path: str, body: str, content_type: str) -> Answer:
        """Raises OSError or HTTPException when the server goes away."""
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", path, body, {**self.headers, "Content-Type": content_type})
            response = connection.getresponse()
            return Answer(response.status, response.read())
        finally:
            connection.close()

    def open(self, edition: LessonEdition, *, nonce: str = "n1") -> dict[str, Any]:
        answer = self.post(SESSIONS, {"lesson": str(edition.lesson_key), "device": "browser", "nonce": nonce})
        assert answer.status == 201, answer.content
        return dict(answer.json())

    def beat(self, opened: dict[str, Any], seq: int, ranges: list[list[int]]) -> Answer:
        body = {"token": opened["token"], "seq": seq, "ranges": ranges, "mode": "live"}
        return self.post(f"{SESSIONS}{opened['session']}/beats/", body)
