"""Signing in with a code by text message."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ...account_lookup import person_who_signs_in
from ...enums import SmsPurpose
from ...models import User
from .asking import AskCode
from .entering import EnterCode


def sign_in(request: HttpRequest, person: User, then: str) -> HttpResponse:
    """Through allauth, so that second factors, its signals and its session rules apply."""
    record_authentication(request, person, method="code")
    return perform_login(request, person, redirect_url=then or None)


class AskSignInCode(AskCode):
    purpose = SmsPurpose.SIGN_IN
    template_name = "people/entrance/phone.html"
    code_url = "account-phone-code"

    def recipient(self, form: Form) -> User | None:
        return person_who_signs_in(form.cleaned_data["phone"])


class EnterSignInCode(EnterCode):
    purpose = SmsPurpose.SIGN_IN
    ask_url = "account-phone"
    code_url = "account-phone-code"

    def proved(self, person: User | None, phone: str) -> HttpResponse:
        if person is None:
            return redirect(self.ask_url)
        return sign_in(self.request, person, self.asked["next"])
