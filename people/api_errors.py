"""The API's one form of error: `{"code", "detail", "fields"}` (contract)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from .errors import Refusal


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER."""
    if isinstance(error, Refusal):
        set_rollback()
        headers = {"Retry-After": str(error.facts["retry_after"])} if "retry_after" in error.facts else {}
        body = {"code": error.code, "detail": str(error.detail), "fields": error.fields, **error.facts}
        return Response(body, status=error.status, headers=headers)
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("There is nothing at this address, or it is not yours."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, exceptions.ParseError):
        error = exceptions.ParseError(_("The request is not valid JSON."))
    elif isinstance(error, exceptions.PermissionDenied) and str(error.detail).startswith("CSRF"):
        error = exceptions.PermissionDenied(_("This request did not come from a page of this site. Reload the page."))
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    headers = {}
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    fields = error.detail if isinstance(error, exceptions.ValidationError) and isinstance(error.detail, dict) else {}
    detail = _("Some fields are wrong.") if fields else _first(error.detail)
    code = "invalid" if isinstance(error, exceptions.ValidationError) else str(error.default_code)
    body = {"code": code, "detail": detail, "fields": {name: _first(value) for name, value in fields.items()}}
    return Response(body, status=error.status_code, headers=headers)


def _first(detail: Any) -> str:
    while isinstance(detail, (list, dict)) and detail:
        detail = next(iter(detail.values())) if isinstance(detail, dict) else detail[0]
    return str(detail)
