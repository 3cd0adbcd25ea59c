"""The door of the administration."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import second_factor
from ..second_factor import Standing


class SecondFactorMiddleware:
    """No address for staff answers anything before a second factor was used in this session.

    Nor do those where their factors are changed, once there is one: a password must not be enough to get another.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asking = _asking(request.path_info)
        if asking and second_factor.is_asked_of(request.user):
            records = get_authentication_records(request, request.user)
            if second_factor.standing(request.user, records) in asking:
                return _challenge(request)
        return self.get_response(request)


def _asking(path: str) -> tuple[Standing, ...]:
    """How a session must not stand at this address. A first factor is set up with none."""
    if second_factor.is_staff_path(path):
        return (Standing.HELD, Standing.MISSING)
    return (Standing.HELD,) if second_factor.is_factor_path(path) else ()


def _challenge(request: HttpRequest) -> HttpResponse:
    """To the page that asks. A part of a page or a machine is told so in a way that it can act on."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": _asking_page(_shown_page(request))})
    is_fetched = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    if is_fetched or "text/html" not in request.headers.get("Accept", "text/html"):
        detail = _("Two-step verification is needed: open the administration in a new window, confirm, and come back.")
        return JsonResponse({"code": "second_factor_required", "detail": detail, "fields": {}}, status=403)
    wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else _shown_page(request)
    return HttpResponseRedirect(_asking_page(wanted))


def _asking_page(wanted: str) -> str:
    return f"{reverse('second_factor')}?next={quote(wanted)}"


def _shown_page(request: HttpRequest) -> str:
    """Path of the page that a form or a fragment was on, as the browser tells; the view checks it again."""
    shown = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "/manage/")
    return shown.path + (f"?{shown.query}" if shown.query else "")
