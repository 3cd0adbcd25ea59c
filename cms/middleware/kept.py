"""Removing something that records rest on is refused with a sentence on every screen of the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin import messages


class KeptObjectsMiddleware:
    """Wagtail asks its index of references, which a worker writes; the database is asked at the moment itself."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ProtectedError) or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        messages.error(request, _("It was not removed: a published lesson or another record rests on it."))
        back = request.headers.get("Referer", "")
        is_own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return redirect(back if is_own else reverse("wagtailadmin_home"))
