"""Whoever waits to be taken in by an organisation sees that, and not an empty home page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from .selectors.joining import is_waiting

WAITS = "waits_for_approval"
OWN_PAGES = "/my/"
ALWAYS_OPEN = ("/my/profile/",)


class WaitingMiddleware:
    """The session says who waits, set at sign-in, so that nobody else pays a query for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path
        if path.startswith(OWN_PAGES) and not path.startswith(ALWAYS_OPEN) and request.session.get(WAITS):
            if request.user.is_authenticated and is_waiting(request.user, on=timezone.localdate()):
                return redirect("waiting")
            del request.session[WAITS]
        return self.get_response(request)
