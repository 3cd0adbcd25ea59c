"""The words of the player, as a script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from ..player_texts import script, version

A_YEAR = 365 * 24 * 3600


@require_safe
def player_texts(request: HttpRequest, language: str, digest: str) -> HttpResponse:
    """Kept for good under its own digest; under another one, of a page from before an update, not at all."""
    with translation.override(language if translation.check_for_language(language) else None):
        response = HttpResponse(script(), content_type="text/javascript; charset=utf-8")
        is_current = version() == f"{language}-{digest}"
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if is_current else "no-store"
    return response
