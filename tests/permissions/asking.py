"""One request as one viewer, undone afterwards, and what its answer means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http.response import HttpResponseBase

from tests.harness.leak_scan import texts_of

from .world import World

REFUSALS = {401, 403, 404, 405, 410, 429}
ENTRANCES = ("/accounts/login/", "/manage/login/", "/_util/login/")


@dataclass(frozen=True)
class Answer:
    """`is_refusal`: the viewer was turned away, by status or by being led to the entrance or to the admin's home."""

    status: int
    location: str
    text: str
    request: str

    @property
    def is_refusal(self) -> bool:
        if 300 <= self.status < 400:
            path = urlsplit(self.location).path
            return path.startswith(ENTRANCES) or path == "/manage/"
        return self.status in REFUSALS

    @property
    def is_failure(self) -> bool:
        return self.status >= 500

    def __str__(self) -> str:
        return f"{self.request} -> {self.status} {self.location}".strip()


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is rolled back; a broken transaction breaks nothing outside."""
    block = transaction.atomic()
    block._from_testcase = True  # so that services may ask for a durable one
    with block:
        yield
        transaction.set_rollback(True)


def ask(world: World, viewer: str, method: str, path: str, **data: Any) -> Answer:
    """One request."""
    client = world.client(viewer)
    with undone():
        kind = {"content_type": "application/json"} if method == "post" and path.startswith("/api/") else {}
        response: Any = getattr(client, method)(path, data or None, **kind)
        content = _content(response)
    content_type = response.get("Content-Type", "")
    readable = content_type.startswith(("text/", "application/")) and "pdf" not in content_type
    text = "\n".join(texts_of(content, content_type)) if readable else ""
    return Answer(response.status_code, response.get("Location", ""), text, f"{viewer}: {method.upper()} {path}")


def _content(response: HttpResponseBase) -> bytes:
    if not response.streaming:
        return bytes(response.content)
    # Reading to the end closes it; `close()` would close the database connection, too.
    return b"".join(response.streaming_content)
