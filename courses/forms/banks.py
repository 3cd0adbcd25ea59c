"""What is asked about a question bank."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .authoring import AuthorsForm, AuthorsOrganisationField


class RenameBankForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("bank", "name"), max_length=120)


class BankForm(AuthorsForm):
    name = forms.CharField(label=pgettext_lazy("bank", "name"), max_length=120)
    organisation = AuthorsOrganisationField(
        label=_("organisation"), help_text=_("Its trainers, and those above it, work on the questions.")
    )
