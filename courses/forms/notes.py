"""The forms of one's own notes."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import pgettext_lazy

from ..models.notes import LONGEST_NOTE

NONCE = RegexValidator(r"^[A-Za-z0-9_-]{8,32}\Z")


class NoteForm(forms.Form):
    """`position` is in milliseconds of the recording, empty for a note about the lesson as a whole."""

    text = forms.CharField(
        label=pgettext_lazy("lesson", "Note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    nonce = forms.CharField(max_length=32, validators=[NONCE], widget=forms.HiddenInput)
    position = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class NoteSearch(forms.Form):
    q = forms.CharField(label=pgettext_lazy("notes", "Search my notes"), required=False, max_length=80)
