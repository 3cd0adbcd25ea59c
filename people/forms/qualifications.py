"""What people type about their qualifications, registrations and examinations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums.qualifications import EvidenceFault, ExamOutcome, QualificationLevel
from ..evidence import MOST_BYTES
from ..models import ExamSubject

PLAIN_TEXT = {"autocomplete": "off", "spellcheck": "false"}


def date_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class CorrectionForm(forms.Form):
    """Of a claim that nobody has decided on."""

    certificate_number = forms.CharField(
        label=_("Certificate number"),
        max_length=80,
        help_text=_("As it stands on the certificate. Spaces and dashes do not matter."),
        widget=forms.TextInput(attrs=PLAIN_TEXT),
    )
    issued_on = date_field(_("Day on the certificate"))
    evidence = forms.FileField(
        label=_("Photo or PDF of the certificate"),
        required=False,
        help_text=_("JPEG, PNG or PDF, at most 10 MB. Only you and those who verify it can open it."),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf,image/jpeg,image/png,application/pdf"}),
        error_messages={"empty": EvidenceFault.EMPTY.label},
    )

    def clean_evidence(self) -> bytes:
        """The content; what it is, is decided by the service."""
        file = self.cleaned_data["evidence"]
        if not file:
            return b""
        if file.size > MOST_BYTES:
            raise forms.ValidationError(EvidenceFault.SIZE.label, code=EvidenceFault.SIZE.value)
        return bytes(file.read(MOST_BYTES + 1))


class ClaimForm(CorrectionForm):
    level = forms.ChoiceField(
        label=_("Qualification level"), choices=QualificationLevel.choices, widget=forms.RadioSelect
    )
    field_order = ("level", "certificate_number", "issued_on", "evidence")


class RegistrationForm(forms.Form):
    number = forms.CharField(label=_("Registration number"), max_length=80, widget=forms.TextInput(attrs=PLAIN_TEXT))
    starts_on = date_field(_("Valid from"))
    ends_on = date_field(_("Valid until"), help_text=_("Both days as they stand on the registration certificate."))


class ExamResultForm(forms.Form):
    subject = forms.ModelChoiceField(
        ExamSubject.objects.none(), label=pgettext_lazy("examination", "Subject"), empty_label=None
    )
    year = forms.IntegerField(
        label=pgettext_lazy("examination", "Year"),
        widget=forms.NumberInput(attrs={"class": "narrow", "inputmode": "numeric"}),
    )
    outcome = forms.ChoiceField(
        label=pgettext_lazy("examination", "Result"), choices=ExamOutcome.choices, widget=forms.RadioSelect
    )
    score = forms.IntegerField(
        label=pgettext_lazy("examination", "Score"),
        required=False,
        widget=forms.NumberInput(attrs={"class": "narrow", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, subjects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["subject"]
        field.queryset = subjects
        levels = dict(QualificationLevel.choices)
        field.label_from_instance = lambda subject: f"{levels[subject.level]} · {subject.name}"
