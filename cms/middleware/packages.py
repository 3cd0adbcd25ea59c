"""The address of packages is no address of the site: no session, no page, no cookie (docs/adr/0025)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve

Next = Callable[[HttpRequest], HttpResponse]


class PackageHostMiddleware:
    """Stands before everything that knows people: at the packages' host only their addresses answer, and nowhere else.

    Who types the host in by hand is led to the site.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_for_packages(request):
            return self.get_response(request)
        try:
            found = resolve(request.path_info, urlconf=settings.PACKAGE_URLCONF)
        except Http404:
            return _elsewhere(request)
        try:
            response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
        except Http404:
            response = HttpResponse(status=404)
        response.cookies.clear()
        return response


def _is_for_packages(request: HttpRequest) -> bool:
    """By the name alone: two ports of one host share their cookies."""
    host = urlsplit(settings.PACKAGE_ORIGIN).hostname
    if not host:
        return False
    try:
        return urlsplit(f"//{request.get_host()}").hostname == host
    except DisallowedHost:
        return False  # refused further on, as everywhere


def _elsewhere(request: HttpRequest) -> HttpResponse:
    if request.method in {"GET", "HEAD"} and not request.path_info.startswith("/packages/"):
        return HttpResponseRedirect(settings.SITE_URL + request.get_full_path())
    return HttpResponse(status=404)


class FramedOriginsMiddleware:
    """A page that shows something of another address in a frame says so in `request.framed_origins`."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        framed: list[str] = getattr(request, "framed_origins", [])
        if framed:
            changed = {**getattr(response, "_csp_update", {}), "frame-src": framed}
            response._csp_update = changed  # type: ignore[attr-defined]
        return response
