"""Asking to have one's own record corrected; a new phone number is proved by a code first."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.forms import Form
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...correcting import parse_correction
from ...enums import SmsPurpose
from ...enums.privacy import CorrectionField
from ...forms.codes import CodeForm
from ...phones import mask_phone
from ...services.corrections import ask_for_correction
from ...services.sms import ask_code, confirm_code
from ..entrance.code_page import address_of
from ..own import OwnAction

ASKED = "correction_by_code"
TYPES = {
    CorrectionField.NAME: {"autocomplete": "name", "spellcheck": "false"},
    CorrectionField.PHONE: {"autocomplete": "tel", "inputmode": "tel"},
    CorrectionField.EMAIL: {"autocomplete": "email", "inputmode": "email"},
    CorrectionField.ID_NUMBER: {"autocomplete": "off", "spellcheck": "false"},
}
SENDS_CODE = gettext_lazy("A code is sent to the new number, to be sure that it is yours.")
DONE = gettext_lazy("The request was sent. The HR officer of your organisation decides about it.")


class CorrectionForm(forms.Form):
    value = forms.CharField(label=pgettext_lazy("correction", "Correct value"), max_length=200)
    explanation = forms.CharField(
        required=False, max_length=200, label=pgettext_lazy("correction", "Why, and where it can be seen")
    )


class AskForCorrection(OwnAction):
    form_class = CorrectionForm
    title = pgettext_lazy("correction", "Ask for a correction")
    submit = pgettext_lazy("correction", "Send the request")
    is_sent = False

    def get_success_url(self) -> str:
        return reverse("my-correction-code" if self.is_sent else "my-corrections")

    @property
    def field(self) -> CorrectionField:
        try:
            return CorrectionField(self.kwargs["field"])
        except ValueError:
            raise Http404 from None

    def get_form(self, form_class: Any = None) -> Form:
        form: Form = super().get_form(form_class)
        form.fields["value"].label = self.field.label
        form.fields["value"].widget.attrs |= TYPES[self.field]
        if self.field == CorrectionField.PHONE:
            del form.fields["explanation"]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.field != CorrectionField.PHONE:
            return super().get_context_data(**kwargs)
        words = {"explanation": SENDS_CODE, "submit": pgettext_lazy("correction", "Send the code")}
        return super().get_context_data(**{**words, **kwargs})

    def act(self, form: Form, at: dt.datetime) -> str:
        value = form.cleaned_data["value"]
        if self.field == CorrectionField.PHONE:
            return self.send_code(parse_correction(self.field, value, at), at)
        ask_for_correction(
            person=self.person,
            field=self.field,
            value=value,
            explanation=form.cleaned_data["explanation"],
            by=self.person,
            at=at,
        )
        return str(DONE)

    def send_code(self, phone: str, at: dt.datetime) -> str:
        purpose, address = SmsPurpose.CHANGE_PHONE, address_of(self.request)
        asked = ask_code(purpose=purpose, phone=phone, person=self.person, address=address, at=at)
        self.request.session[ASKED] = {"key": str(asked.key), "phone": phone}
        self.is_sent = True
        return _("A code was sent to the new number.")


class ProvePhone(OwnAction):
    form_class = CodeForm
    success_url = reverse_lazy("my-corrections")
    title = pgettext_lazy("correction", "Enter the code")
    submit = pgettext_lazy("correction", "Send the request")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and ASKED not in request.session:
            return redirect("my-corrections")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        phone = mask_phone(self.request.session[ASKED]["phone"])
        sentence = _("The code was sent to %(phone)s and is valid for five minutes.") % {"phone": phone}
        return super().get_context_data(explanation=sentence, **kwargs)

    def act(self, form: Form, at: dt.datetime) -> str:
        asked, code = self.request.session[ASKED], form.cleaned_data["code"]
        purpose, phone = SmsPurpose.CHANGE_PHONE, asked["phone"]
        holder = confirm_code(key=uuid.UUID(asked["key"]), purpose=purpose, phone=phone, code=code, at=at)
        if holder != self.person:
            raise Http404
        ask_for_correction(
            person=self.person, field=CorrectionField.PHONE, value=phone, by=self.person, at=at, is_proved=True
        )
        del self.request.session[ASKED]
        return str(DONE)
