"""What people type about supervision."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums.supervision import SupervisionMode, SupervisionSide
from ..models import Organisation, SupervisionPair, User
from ..models.supervision import MOST_MINUTES
from ..services.supervisors import GUIDANCE
from .qualifications import PLAIN_TEXT, date_field

PairChoice = tuple[SupervisionPair, SupervisionSide, User]


class MeetingForm(forms.Form):
    pair = forms.ChoiceField(label=pgettext_lazy("supervision", "With"), widget=forms.RadioSelect)
    held_on = date_field(_("Day of the meeting"))
    minutes = forms.IntegerField(
        label=_("Minutes of the meeting"),
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=_("How long it lasted, without breaks."),
        widget=forms.NumberInput(attrs={"class": "narrow", "inputmode": "numeric"}),
    )
    mode = forms.ChoiceField(
        label=pgettext_lazy("supervision", "Kind"), choices=SupervisionMode.choices, widget=forms.RadioSelect
    )
    topic = forms.CharField(
        label=pgettext_lazy("supervision", "Topic"),
        max_length=120,
        help_text=_("In a few words, without names of clients."),
    )
    # The same form sent twice is one meeting.
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, pairs: tuple[PairChoice, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = {str(pair.pk): pair for pair, _side, _other in pairs}
        field: Any = self.fields["pair"]
        field.choices = [(key, _words(side, other)) for (key, (_p, side, other)) in zip(self.pairs, pairs, strict=True)]
        self.initial.setdefault("nonce", uuid.uuid4())
        if len(pairs) == 1:
            self.initial.setdefault("pair", next(iter(self.pairs)))

    def clean_pair(self) -> SupervisionPair:
        return self.pairs[self.cleaned_data["pair"]]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("What is not right"),
        max_length=200,
        help_text=_("The other side reads it and can enter a correction."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppointmentForm(forms.Form):
    person = forms.CharField(
        label=_("Account or mobile phone of the person"), max_length=150, widget=forms.TextInput(attrs=PLAIN_TEXT)
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation, with all below it"), empty_label=None
    )
    starts_on = date_field(_("First day"))
    ends_on = date_field(_("Last day"), required=False)
    most_supervised = forms.IntegerField(label=_("People supervised at once, at most"), min_value=1, max_value=100)
    citation = forms.CharField(label=_("Source of the appointment"), max_length=200, initial=GUIDANCE)


class PairForm(forms.Form):
    person = forms.CharField(
        label=_("Account or mobile phone of the person"), max_length=150, widget=forms.TextInput(attrs=PLAIN_TEXT)
    )
    starts_on = date_field(_("First day"))


class LastDayForm(forms.Form):
    ends_on = date_field(_("Last day"), help_text=_("This day still counts."))


def _words(side: SupervisionSide, other: User) -> str:
    name = other.real_name or other.username
    if side == SupervisionSide.SUPERVISOR:
        return str(_("%(name)s, whom you supervise")) % {"name": name}
    return str(_("%(name)s, your supervisor")) % {"name": name}
