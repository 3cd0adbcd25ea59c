"""An organisation is moved in the tree, merged, split, closed; the people of a split one are assigned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..models import Membership, Organisation
from ..organisation_names import normalise
from ..selectors.heirs import named_heirs
from ..services.mergers import NewPart, merge_organisations, split_organisation
from ..services.organisation_moves import close_organisation, move_organisation
from ..services.transfers import assign_people
from .about_organisation import OrganisationAction, TreeAction, organisation_url
from .fields import day_field
from .organisation_forms import CloseForm, MergeForm, MoveForm, SplitForm

MOST_ASSIGNED = 200


class Move(TreeAction):
    page_title = gettext_lazy("Move in the tree")
    header_icon = "arrow-right"
    form_class = MoveForm
    submit_button_label = gettext_lazy("Move the organisation")
    explanation = gettext_lazy("Everything below moves along: who oversees the new place above sees its people then.")

    def act(self, form: forms.Form) -> str:
        facts: dict[str, Any] = {"organisation": self.organisation, "by": self.viewer, "at": timezone.now()}
        move_organisation(**facts, **form.cleaned_data)
        return _("Moved below %(name)s.") % {"name": form.cleaned_data["parent"].name}


class Merge(TreeAction):
    page_title = gettext_lazy("Merge into another")
    header_icon = "redirect"
    form_class = MergeForm
    submit_button_label = gettext_lazy("Merge the organisation")
    is_harmful = True
    explanation = gettext_lazy(
        "Roles here end the day before and begin at the heir; what is below moves there; codes are retired and go on "
        "finding the heir. This organisation stays as history. It cannot be undone by a button."
    )

    def act(self, form: forms.Form) -> str:
        facts: dict[str, Any] = {"organisations": [self.organisation], "by": self.viewer, "at": timezone.now()}
        merge_organisations(**facts, **form.cleaned_data)
        return _("Merged into %(name)s.") % {"name": form.cleaned_data["heir"].name}


class Split(TreeAction):
    page_title = pgettext_lazy("organisation", "Split")
    header_icon = "cut"
    form_class = SplitForm
    submit_button_label = gettext_lazy("Split the organisation")
    is_harmful = True
    explanation = gettext_lazy(
        "The parts come beside this organisation. Its people stay here until you assign them; close it afterwards if "
        "it is abolished."
    )

    def act(self, form: forms.Form) -> str:
        given = form.cleaned_data
        names = [name for name in (normalise(line) for line in given["names"].splitlines()) if name]
        parts = [NewPart(name, self.organisation.kind) for name in names]
        split_organisation(
            organisation=self.organisation,
            parts=parts,
            heirs=[given["heir"]] if given["heir"] else [],
            effective_on=given["effective_on"],
            citation=given["citation"],
            by=self.viewer,
            at=timezone.now(),
        )
        return _("The parts are there. Assign the people now.")


class Close(TreeAction):
    page_title = pgettext_lazy("organisation", "Close")
    header_icon = "lock"
    form_class = CloseForm
    submit_button_label = gettext_lazy("Close the organisation")
    is_harmful = True
    explanation = gettext_lazy("It stays in the tree for its history, and nobody can be put there any more.")

    def act(self, form: forms.Form) -> str:
        facts: dict[str, Any] = {"organisation": self.organisation, "by": self.viewer, "at": timezone.now()}
        close_organisation(**facts, **form.cleaned_data)
        return _("The organisation is closed.")

    def get_success_url(self) -> str:
        return organisation_url(self.organisation)


class AssignForm(forms.Form):
    memberships = forms.ModelMultipleChoiceField(
        Membership.objects.none(), widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Roles to move")
    )
    heir = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("To which part"))
    starts_on = day_field(gettext_lazy("First day there"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = organisation.memberships.in_force(timezone.localdate()).filter(ends_on=None)
        listed = held.select_related("person").order_by("person__username", "pk")
        first = list(listed.values_list("pk", flat=True)[:MOST_ASSIGNED])
        members, heirs = self.fields["memberships"], self.fields["heir"]
        members.queryset = listed.filter(pk__in=first)  # type: ignore[attr-defined]
        members.label_from_instance = _line  # type: ignore[attr-defined]
        heirs.queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in named_heirs(organisation)]
        )


def _line(held: Membership) -> str:
    return f"{held.person.get_full_name()} · {held.get_role_display()} · {held.post or '—'}"


class Assign(OrganisationAction):
    page_title = gettext_lazy("Assign people to the parts")
    header_icon = "group"
    form_class = AssignForm
    submit_button_label = gettext_lazy("Move the chosen roles")
    explanation = gettext_lazy("Up to 200 at a time; come back for the rest. Split the organisation first.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organisation": self.organisation}

    def act(self, form: forms.Form) -> str:
        moved = assign_people(**form.cleaned_data, by=self.viewer, at=timezone.now())
        return _("%(count)d roles moved.") % {"count": moved}
