"""Claiming the account that HR opened: phone and end of the ID number, a code, then a password if wanted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from ...account_lookup import person_who_claims
from ...enums import SmsPurpose
from ...errors import Refusal
from ...forms.applicants import FirstPasswordForm
from ...forms.codes import ClaimForm
from ...models import User
from ...requests import SignedInRequest
from ...services.claiming import claim_account, set_first_password
from .asking import AskCode
from .entering import EnterCode
from .phone_sign_in import sign_in


class AskClaimCode(AskCode):
    purpose = SmsPurpose.CLAIM
    form_class = ClaimForm
    template_name = "people/entrance/claim.html"
    code_url = "account-claim-code"

    def recipient(self, form: Form) -> User | None:
        return person_who_claims(form.cleaned_data["phone"], form.cleaned_data["id_last_four"])


class EnterClaimCode(EnterCode):
    purpose = SmsPurpose.CLAIM
    ask_url = "account-claim"
    code_url = "account-claim-code"

    def proved(self, person: User | None, phone: str) -> HttpResponse:
        if person is None:
            return redirect(self.ask_url)
        try:
            claim_account(person=person, by=person, at=timezone.now())
        except Refusal:  # claimed in another window in the meantime: the number is proved, so the account opens
            return sign_in(self.request, person, "")
        return sign_in(self.request, person, reverse("first-password"))


@method_decorator([never_cache, sensitive_post_parameters(), login_required], name="dispatch")
class FirstPassword(FormView):
    """May be skipped: a code by text message always signs in."""

    form_class = FirstPasswordForm
    template_name = "people/entrance/first_password.html"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.request.user.has_usable_password():
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.request.user}

    def form_valid(self, form: Form) -> HttpResponse:
        person = self.request.user
        set_first_password(person=person, password=form.cleaned_data["password"], by=person, at=timezone.now())
        update_session_auth_hash(self.request, person)
        return redirect(settings.LOGIN_REDIRECT_URL)
