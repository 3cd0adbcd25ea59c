"""The page that sends a one-time code to a phone."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ...errors import Refusal
from ...forms.codes import PhoneForm
from ...models import User
from ...services.sms import ask_code
from .code_page import CodePage, address_of


class AskCode(CodePage):
    """Give `purpose`, `code_url` and `recipient`."""

    form_class: type[PhoneForm] = PhoneForm

    def recipient(self, form: Form) -> User | None:
        """Whose account the code would open."""
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        phone, at = form.cleaned_data["phone"], timezone.now()
        try:
            asked = ask_code(
                purpose=self.purpose,
                phone=phone,
                person=self.recipient(form),
                address=address_of(self.request),
                at=at,
            )
        except Refusal as refusal:
            return self.refused(form, refusal)
        self.keep(asked, phone, get_next_redirect_url(self.request) or "")
        return redirect(self.code_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=get_next_redirect_url(self.request) or "", **kwargs)
