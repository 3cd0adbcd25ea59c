"""Accounts elsewhere, where none is switched on."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest


def no_provider(request: HttpRequest, *parts: str) -> NoReturn:
    raise Http404
