"""How django-allauth's second factors and accounts elsewhere meet our people."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.factor_secrets import seal_secret, unseal_secret


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is wrong, has expired or was used already. Enter the newest one."),
    }

    def encrypt(self, text: str) -> str:
        return seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_secret(encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        """What the app writes beside the digits: the account's name; the address is nobody's business there."""
        return str(user.username)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  (allauth's name)
        held = user.authenticator_set.filter(type=type).count()
        return _("Passkey %(number)s") % {"number": held + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.WAGTAIL_SITE_NAME}


class ProviderAdapter(DefaultSocialAccountAdapter):
    def get_requests_session(self) -> Any:
        """For a server that is down or out of order allauth shows its page only on the way back, not on the way out."""
        session = super().get_requests_session()
        ask = session.request

        def ask_or_say_so(*parts: Any, **options: Any) -> Any:
            try:
                answer = ask(*parts, **options)
            except OSError:  # those of requests are
                answer = None
            if answer is None or answer.status_code >= 500:
                page = render(context.request, "socialaccount/authentication_error.html", status=502)
                raise ImmediateHttpResponse(page)
            return answer

        session.request = ask_or_say_so
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts come from HR or from registration here."""
        return False

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Only those of the settings: a row in the database switches nothing on."""
        listed = super().list_apps(request, provider=provider, client_id=client_id)
        return [app for app in listed if app.pk is None]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Whoever has not connected the account elsewhere is told what to do, and not that nobody may register."""
        is_connecting = sociallogin.state.get("process") == "connect"
        if not sociallogin.is_existing and not is_connecting:
            facts = {"provider": sociallogin.account.get_provider()}
            raise ImmediateHttpResponse(render(request, "socialaccount/not_connected.html", facts, status=403))
