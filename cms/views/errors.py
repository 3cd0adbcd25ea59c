"""Pages for what went wrong. Each says what happened and what to do; below /api/ the answer is JSON (contract)."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ..context_processors import in_large_mode

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(request, 400, "malformed", _("The request cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _framed(request, 403, "forbidden", _("You may not do this."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _framed(request, 403, "csrf_failed", _("The page was open too long."), template="403_csrf.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _framed(request, 404, "not_found", _("There is nothing at this address, or it is not yours."))


def too_many(request: HttpRequest) -> HttpResponse:
    return _framed(request, 429, "too_many_requests", _("Too many tries in a short time."))


def server_error(request: HttpRequest) -> HttpResponse:
    """The reference leads from the person's screen to the line in the log, beside the trace."""
    reference = secrets.token_hex(4)
    logger.error("server error shown with reference %s", reference)
    return _plain(request, 500, "server_error", _("Something went wrong on our side."), reference=reference)


def _framed(request: HttpRequest, status: int, code: str, detail: str, template: str = "") -> HttpResponse:
    if _is_api(request):
        return _as_json(status, code, detail)
    return HttpResponse(render_to_string(template or f"{status}.html", request=request), status=status)


def _plain(request: HttpRequest, status: int, code: str, detail: str, **facts: str) -> HttpResponse:
    """Without request, user, database or context processors: any of them may be what is broken."""
    if _is_api(request):
        return _as_json(status, code, detail, **facts)
    context = {"site_name": settings.WAGTAIL_SITE_NAME, "large_mode": in_large_mode(request), **facts}
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _as_json(status: int, code: str, detail: str, **facts: str) -> JsonResponse:
    body: dict[str, Any] = {"code": code, "detail": detail, "fields": {}, **facts}
    return JsonResponse(body, status=status)
