"""What is asked when a package is uploaded."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .authoring import AuthorsForm, AuthorsOrganisationField


class PackageForm(AuthorsForm):
    file = forms.FileField(
        label=_("Package file"),
        help_text=_("A zip exported as SCORM 1.2 or SCORM 2004, 500 MB and 2,000 files at most."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        allow_empty_file=True,
    )
    title = forms.CharField(
        label=_("Title in the list"), max_length=200, required=False, help_text=_("Empty: the package's own title.")
    )
    organisation = AuthorsOrganisationField(
        label=_("organisation"), help_text=_("Its trainers, and those above it, use the package in their lessons.")
    )
