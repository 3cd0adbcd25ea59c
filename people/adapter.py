"""How django-allauth meets our people."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .middleware import WAITS
from .models import User
from .selectors import username_of
from .selectors.joining import is_waiting
from .services.roles import keep_groups

WRONG = _("The account or the password is wrong. Check both, or ask the HR officer of your organisation.")
UNREADABLE = "0.0.0.0"  # noqa: S104 - one place for all whose address cannot be read


class AccountAdapter(DefaultAccountAdapter):
    # One sentence for every kind of account, known or unknown.
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are provided by the organisation's HR."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Behind the proxy the entry that the proxy wrote itself, the last one; else the peer.

        Entries before the last one were sent by the client and may be anything.
        """
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        address = forwarded if settings.SECURE_PROXY_SSL_HEADER and forwarded else request.META.get("REMOTE_ADDR", "")
        try:
            return str(ipaddress.ip_address(address))
        except ValueError:
            return UNREADABLE

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """A mobile phone number stands for the account that has it."""
        if "username" in credentials:
            # An address comes under both names: compared twice, it would take twice as long where it is known.
            if credentials.get("email") == credentials["username"]:
                del credentials["email"]
            credentials["username"] = username_of(credentials["username"])
        return super().authenticate(request, **credentials)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """A role may have begun or ended since the last time."""
        keep_groups(person=user, at=timezone.now())
        request.session[WAITS] = is_waiting(user, on=timezone.localdate())
        return super().post_login(request, user, **kwargs)
