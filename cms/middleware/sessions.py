"""How long one stays signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class SessionRenewalMiddleware:
    """A session lasts 30 days from the last day of use: once a day, at first use, it is written anew."""

    KEY = "renewed_on"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Only where the person was asked for anyway: a look-up of its own would cost every page two statements.
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated and self._is_due(request, user.last_login):
            request.session[self.KEY] = timezone.localdate().isoformat()
            UserSession.objects.create_from_request(request)
        return response

    def _is_due(self, request: HttpRequest, signed_in_at: dt.datetime | None) -> bool:
        today = timezone.localdate()
        if self.KEY in request.session:
            return bool(request.session[self.KEY] != today.isoformat())
        return signed_in_at is None or timezone.localdate(signed_in_at) < today
