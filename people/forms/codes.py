"""What people type to be sent a code, and the code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from ..enums import PhoneFault
from ..errors import Malformed
from ..identity import normalise as plain_id
from ..one_time_codes import DIGITS
from ..phones import parse_phone
from ..typing_traces import plain_code

NO_ENDING = _("Enter the last four characters only: four digits, or three digits and X.")
NO_CODE = _("The code has six digits. Enter it as it stands in the message.")


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Mobile phone number"),
        max_length=40,
        error_messages={"required": PhoneFault.EMPTY.label},
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel-national", "inputmode": "tel"}),
    )

    def clean_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data["phone"])
        except Malformed as fault:
            raise forms.ValidationError(str(fault.detail), code=fault.code) from fault


class ClaimForm(PhoneForm):
    id_last_four = forms.CharField(
        label=_("Last four characters of your ID number"),
        help_text=_("Four digits, or three digits and X."),
        max_length=20,
        error_messages={"required": NO_ENDING},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_id_last_four(self) -> str:
        typed = plain_id(self.cleaned_data["id_last_four"])
        if len(typed) != 4 or not typed.isascii() or not typed[:3].isdecimal() or typed[3] not in "0123456789X":
            raise forms.ValidationError(NO_ENDING)
        return typed


class CodeForm(forms.Form):
    """One field: phones fill it from the message, and a pasted code may hold spaces."""

    code = forms.CharField(
        label=_("Code from the text message"),
        help_text=_("Six digits."),
        max_length=40,
        error_messages={"required": NO_CODE},
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        typed = plain_code(self.cleaned_data["code"])
        if len(typed) != DIGITS or not (typed.isascii() and typed.isdecimal()):
            raise forms.ValidationError(NO_CODE)
        return typed


class AgainForm(CodeForm):
    """The same field, not looked at, because another message was asked for; it only carries what was refused."""

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
