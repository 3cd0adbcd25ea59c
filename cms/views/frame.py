"""Switches of the site's frame."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ..context_processors import LARGE_MODE_COOKIE

ONE_YEAR = 365 * 24 * 3600


@require_POST
def set_large_mode(request: HttpRequest) -> HttpResponse:
    """Remember large text and targets on this device (`on` = "1") or stop; go back to `next` on this site."""
    response = HttpResponseRedirect(_own_path(request, request.POST.get("next", "")))
    if request.POST.get("on") == "1":
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(LARGE_MODE_COOKIE, "1", max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(LARGE_MODE_COOKIE, samesite="Lax")
    return response


def favicon(request: HttpRequest) -> HttpResponse:
    """Asked for by browsers where the answer is no page: a download, a redirect, a bare error of the server."""
    return redirect(static("img/logo.svg"))


def _own_path(request: HttpRequest, target: str) -> str:
    """`target` when it is a path of this site, otherwise the front page."""
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts=None, require_https=request.is_secure()
    )
    return target if safe else "/"
