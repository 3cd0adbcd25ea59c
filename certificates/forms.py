"""What is asked for a check. Wrong characters are no error here: whatever does not fit was not found."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .selectors.files import MOST_MEGABYTES


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Certificate number"),
        max_length=64,
        help_text=_("At the top left of the certificate, such as ZJ26-XXXX-XXXX-X. Dashes and capitals do not matter."),
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label=_("Full name on the certificate"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    id_last4 = forms.CharField(
        label=_("Last four characters of the ID number"),
        max_length=8,
        help_text=_("The last one may be an X."),
        widget=forms.TextInput(attrs={"class": "code narrow", "autocomplete": "off", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Certificate file (PDF)"),
        help_text=_("At most %(size)s MB. The file is compared and not kept.") % {"size": MOST_MEGABYTES},
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": _("Choose a PDF file."), "empty": _("This file is empty.")},
    )
