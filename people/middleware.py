"""Whoever waits to be taken in by an organisation sees that, and not an empty home page; nothing is counted yet."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from .selectors.joining import is_waiting

WAITS = "waits_for_approval"
OWN_PAGES = "/my/"
ALWAYS_OPEN = ("/my/profile/",)
OWN_API = ("/api/v1/me/", "/api/v1/packages/", "/api/v1/study/")


class WaitingMiddleware:
    """The session says who waits, set at sign-in, so that nobody else pays a query for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_own(request.path) and request.session.get(WAITS):
            if request.user.is_authenticated and is_waiting(request.user, on=timezone.localdate()):
                return _not_yet() if request.path.startswith(OWN_API) else redirect("waiting")
            del request.session[WAITS]
        return self.get_response(request)


def _is_own(path: str) -> bool:
    return path.startswith(OWN_API) or (path.startswith(OWN_PAGES) and not path.startswith(ALWAYS_OPEN))


def _not_yet() -> JsonResponse:
    """In the API's form of an error (contract)."""
    detail = _("Your organisation has not taken you in yet. You can study as soon as it has.")
    return JsonResponse({"code": "waiting_for_approval", "detail": detail, "fields": {}}, status=403)
