"""Forms of talk and evaluation."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models.evaluations import RATINGS
from ..services.talk import LONGEST
from ..talk.confidential import findings, without

CHOICES = [(number, str(number)) for number in range(5, 0, -1)]


class GuardedForm(forms.Form):
    """A text that may have to be looked at twice.

    `warned` is the fingerprint of the text that the warning was about: a confirmation holds for that text alone.
    """

    offered = ""
    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}))
    warned = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "cover" in self.data and "text" in cleaned:
            cleaned["text"] = without(cleaned["text"], findings(cleaned["text"]))
        return cleaned

    @property
    def is_sure(self) -> bool:
        return "confirm" in self.data and self.cleaned_data["warned"] == fingerprint(self.cleaned_data["text"])

    def warn(self) -> None:
        """The next sending may confirm this text, or take the one offered instead."""
        text = str(self["text"].value()).strip()
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("warned")] = fingerprint(text)
        self.data = data
        self.offered = without(text, findings(text))


class AskForm(GuardedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your question about this lesson")


class AnswerForm(GuardedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your answer")


class EvaluationForm(GuardedForm):
    field_order = (*RATINGS, "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in RATINGS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=CHOICES,
                coerce=int,
                widget=forms.RadioSelect,
                help_text=_("5 is best, 1 is worst."),
            )
        self.fields["text"].label = pgettext_lazy("evaluation", "What should stay, what should change?")
        self.fields["text"].required = False
        self.order_fields(self.field_order)

    def ratings(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in RATINGS}


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
