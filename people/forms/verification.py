"""What HR types when it decides on a qualification."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .qualifications import date_field


class DecisionForm(forms.Form):
    """Number and day for verifying, a reason for refusing: what is asked for depends on the button."""

    certificate_number = forms.CharField(label=_("Certificate number"), max_length=80, required=False)
    issued_on = date_field(_("Day on the certificate"), required=False)
    reason = forms.CharField(
        label=_("Reason, when you refuse"),
        max_length=200,
        required=False,
        help_text=_("The person reads it as it is. Say what is wrong and what to do."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decision = forms.ChoiceField(choices=[("verify", ""), ("refuse", "")], widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if given.get("decision") == "verify":
            for name in ("certificate_number", "issued_on"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("To verify, enter it as it stands on the certificate."))
        return given
