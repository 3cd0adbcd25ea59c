"""The page that asks for the code, and sends another one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from ...errors import Refusal
from ...forms.codes import AgainForm, CodeForm
from ...models import User
from ...phones import mask_phone
from ...services.sms import ask_again, confirm_code
from .code_page import IN_SESSION, CodePage, address_of


class EnterCode(CodePage):
    """Give `purpose`, `ask_url`, `code_url` and `proved`. The button "again" posts `again=1` to the same address."""

    form_class = CodeForm
    template_name = "people/entrance/code.html"
    asked: dict[str, str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.asked = request.session.get(IN_SESSION, {})
        if self.asked.get("purpose") != self.purpose and not request.user.is_authenticated:
            return redirect(self.ask_url)
        return super().dispatch(request, *args, **kwargs)

    def proved(self, person: User | None, phone: str) -> HttpResponse:
        """The code was right: go on. `person` is whose account it opens."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.send_again() if "again" in request.POST else super().post(request, *args, **kwargs)

    def send_again(self) -> HttpResponse:
        phone = self.asked["phone"]
        try:
            asked = ask_again(
                key=uuid.UUID(self.asked["key"]),
                purpose=self.purpose,
                phone=phone,
                address=address_of(self.request),
                at=timezone.now(),
            )
        except Refusal as refusal:
            return self.refused(AgainForm({}), refusal)
        self.keep(asked, phone, self.asked["next"])
        return redirect(self.code_url)

    def form_valid(self, form: Form) -> HttpResponse:
        key, phone = uuid.UUID(self.asked["key"]), self.asked["phone"]
        try:
            person = confirm_code(
                key=key, purpose=self.purpose, phone=phone, code=form.cleaned_data["code"], at=timezone.now()
            )
        except Refusal as refusal:
            return self.refused(form, refusal)
        del self.request.session[IN_SESSION]
        return self.proved(person, phone)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = dt.datetime.fromisoformat(self.asked["again_at"]) - timezone.now()
        facts = {
            "phone": mask_phone(self.asked["phone"]),
            "wait_seconds": max(0, int(left.total_seconds())),
            "ask_url": resolve_url(self.ask_url),
            "purpose": self.purpose,
        }
        return super().get_context_data(**facts, **kwargs)
