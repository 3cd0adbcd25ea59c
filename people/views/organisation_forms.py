"""What is asked about organisations at the desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import CodeSystem, OrganisationKind
from .fields import OrganisationField, ViewerForm, day_field

CITATION_HELP = _("The decision with its number and date, or the reason. It stands in the history.")


def citation_field() -> forms.CharField:
    return forms.CharField(max_length=300, label=_("Decision or reason"), help_text=CITATION_HELP)


class NewOrganisationForm(forms.Form):
    name = forms.CharField(max_length=200, label=_("Name of the organisation"), strip=False)
    kind = forms.ChoiceField(choices=OrganisationKind.choices, label=_("kind"))
    uscc = forms.CharField(
        max_length=40,
        required=False,
        label=_("unified social credit code"),
        help_text=_("18 characters, as on the certificate. Communities often have none."),
    )
    division = forms.CharField(max_length=20, required=False, label=_("statistical division code"))
    on = day_field(_("Active from"))


class RenameForm(forms.Form):
    name = forms.CharField(max_length=200, label=_("New name"), strip=False)
    effective_on = day_field(_("effective on"))
    citation = citation_field()


class KindForm(forms.Form):
    kind = forms.ChoiceField(choices=OrganisationKind.choices, label=_("kind"))


class CodeForm(forms.Form):
    system = forms.ChoiceField(choices=CodeSystem.choices, label=_("code system"))
    code = forms.CharField(max_length=40, label=_("code"))
    valid_from = day_field(_("valid from"))
    valid_to = day_field(_("valid to"), required=False, initial=None)


class RetireForm(forms.Form):
    valid_to = day_field(_("Last day"), help_text=_("This day still counts."))


class MoveForm(ViewerForm):
    parent = OrganisationField(label=_("Organisation above"))
    effective_on = day_field(_("effective on"))
    citation = citation_field()


class MergeForm(ViewerForm):
    heir = OrganisationField(label=pgettext_lazy("organisation", "Heir"))
    effective_on = day_field(_("First day of the new state"))
    citation = citation_field()


class SplitForm(ViewerForm):
    names = forms.CharField(
        label=_("New organisations"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One name a line. They come beside the old one and get its kind."),
    )
    heir = OrganisationField(label=_("Existing organisation that takes over a part"), required=False)
    effective_on = day_field(_("First day of the new state"))
    citation = citation_field()


class CloseForm(forms.Form):
    effective_on = day_field(_("First day without it"))
    citation = citation_field()
