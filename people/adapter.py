"""How django-allauth meets our people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import User
from .selectors import username_of
from .services.roles import keep_groups

WRONG = _("The account or the password is wrong. Check both, or ask the HR officer of your organisation.")


class AccountAdapter(DefaultAccountAdapter):
    # One sentence for every kind of account, known or unknown.
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are provided by the organisation's HR."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """A mobile phone number stands for the account that has it."""
        if "username" in credentials:
            credentials["username"] = username_of(credentials["username"])
        return super().authenticate(request, **credentials)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """A role may have begun or ended since the last time."""
        keep_groups(person=user, at=timezone.now())
        return super().post_login(request, user, **kwargs)
