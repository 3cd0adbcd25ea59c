"""Counting who asks."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest

from ..limits import ANONYMOUS, SIGNED_IN, client_address, network_of
from ..services.limiting import count_check


def count(request: HttpRequest, at: dt.datetime) -> None:
    """Count a check against the account, or against the network of who has none. Raises TooManyChecks."""
    if request.user.is_authenticated:
        count_check(f"account-{request.user.pk}", at, SIGNED_IN)
        return
    address = client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        behind_proxy=settings.SECURE_PROXY_SSL_HEADER is not None,
    )
    count_check(network_of(address), at, ANONYMOUS)
