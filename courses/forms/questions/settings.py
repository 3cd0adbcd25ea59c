"""What a kind of question has besides its rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...enums import MultipleScoring
from ...questions.checking_kinds import LONGEST
from .fields import LinesField
from .rows import ACCEPTED_HELP

TRUE, FALSE = "true", "false"


class ShuffleForm(forms.Form):
    shuffle = forms.BooleanField(
        label=_("Shuffle the options for each learner"),
        required=False,
        initial=True,
        help_text=_("Take this off where an option speaks of the others, as “all of the above” does."),
    )


class MultipleForm(ShuffleForm):
    scoring = forms.ChoiceField(
        label=pgettext_lazy("question", "scoring"),
        choices=MultipleScoring.choices,
        initial=MultipleScoring.SHARE,
        widget=forms.RadioSelect,
    )
    field_order = ["scoring", "shuffle"]


class TrueFalseForm(forms.Form):
    correct = forms.ChoiceField(
        label=_("The statement is"),
        choices=[(TRUE, pgettext_lazy("statement", "true")), (FALSE, pgettext_lazy("statement", "false"))],
        widget=forms.RadioSelect,
    )


class FillForm(forms.Form):
    any_order = forms.BooleanField(label=_("The blanks may be filled in any order"), required=False)
    match_case = forms.BooleanField(label=_("Capital and small letters differ"), required=False)


class MostCharactersForm(forms.Form):
    reference = LinesField(
        label=_("reference answer"), required=False, help_text=_("For whoever marks, and for learners after the exam.")
    )
    most_characters = forms.IntegerField(label=_("longest answer, in characters"), min_value=1, max_value=LONGEST)


class ShortForm(MostCharactersForm):
    accepted = forms.CharField(label=_("accepted answers"), required=False)
    field_order = ["accepted", "reference", "most_characters"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["most_characters"].initial = 200
        more = _("Whoever writes one of them gets the points at once; a person marks all other answers.")
        self.fields["accepted"].help_text = f"{more} {ACCEPTED_HELP}"


class EssayForm(MostCharactersForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["most_characters"].initial = 3000
