"""Looks at every answer of the server that tests start (cms.settings.served); a leak becomes a line of its log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse

from .leak_scan import leaks_in, texts_of

LOGGER = logging.getLogger("leak")
MARK = "LEAK FOUND"


class NoteLeaks:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.streaming:
            sent = what_was_sent(request)
            for text in texts_of(response.content, response.get("Content-Type", "")):
                for leak in leaks_in(text, place=f"{request.method} {request.path}", sent=sent):
                    LOGGER.error("%s %s", MARK, leak)
        return response


def what_was_sent(request: HttpRequest) -> str:
    """Only what was read already: reading more would break uploads."""
    parts = [unquote_plus(request.get_full_path())]
    posted = getattr(request, "_post", None)
    if posted:
        parts += [value for values in posted.lists() for value in values[1]]
    body = getattr(request, "_body", b"")
    parts.append(body.decode("utf-8", "replace"))
    return "\n".join(parts)
