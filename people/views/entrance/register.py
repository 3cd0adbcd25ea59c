"""Opening an account without HR begins with proving the phone."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ...account_lookup import has_account
from ...enums import SmsPurpose
from ...models import User
from .applying import PROVED, PROVED_FOR_SECONDS
from .asking import AskCode
from .entering import EnterCode


class AskRegisterCode(AskCode):
    """Sent to every number, known or not, so nothing is told here; whoever proves the number may know."""

    purpose = SmsPurpose.REGISTER
    template_name = "people/entrance/register.html"
    code_url = "account-register-code"

    def recipient(self, form: Form) -> User | None:
        return None


class EnterRegisterCode(EnterCode):
    purpose = SmsPurpose.REGISTER
    ask_url = "account-register"
    code_url = "account-register-code"

    def proved(self, person: User | None, phone: str) -> HttpResponse:
        if has_account(phone):
            return render(self.request, "people/entrance/known_phone.html", {"next": ""})
        self.request.session[PROVED] = {"phone": phone, "until": timezone.now().timestamp() + PROVED_FOR_SECONDS}
        return redirect("join")
