"""What is asked before a course is made, copied or given away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Organisation

from ..enums import Category, ServiceField, Tier
from ..querysets import offered_to_author

INDENT = "\u3000"


class AuthorsOrganisationField(forms.ModelChoiceField):
    """An organisation that the viewer trains for, in the tree's order and indented as in the tree."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Organisation.objects.none(), **options)

    def label_from_instance(self, obj: Organisation) -> str:
        return INDENT * (obj.depth - 1) + obj.name


class AuthorsForm(forms.Form):
    """A form that knows who fills it in."""

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = offered_to_author(viewer)
        for field in self.fields.values():
            if isinstance(field, AuthorsOrganisationField):
                field.queryset = offered
                if len(offered[:2]) == 1:
                    field.initial = offered[0]


class CourseForm(AuthorsForm):
    title = forms.CharField(label=pgettext_lazy("course", "title"), max_length=255)
    organisation = AuthorsOrganisationField(
        label=_("organisation"), help_text=_("Its trainers, and those above it, work on the course.")
    )
    summary = forms.CharField(label=_("summary"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    category = forms.ChoiceField(label=_("category"), choices=Category.choices)
    service_field = forms.ChoiceField(label=_("service field"), choices=ServiceField.choices)
    tier = forms.ChoiceField(label=_("tier"), choices=Tier.choices)


class DuplicateForm(AuthorsForm):
    title = forms.CharField(label=pgettext_lazy("course", "title"), max_length=255)
    organisation = AuthorsOrganisationField(label=_("organisation"))


class AssignForm(AuthorsForm):
    organisation = AuthorsOrganisationField(label=_("organisation"))
