"""An organisation is created, renamed, gets another kind, gets or loses a code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..enums import CodeSystem
from ..models import Organisation, OrganisationCode
from ..services.organisation_codes import add_code, retire_code
from ..services.organisations import change_organisation_kind, create_organisation, rename_organisation
from .about_organisation import TreeAction, organisation_url
from .organisation_forms import CodeForm, KindForm, NewOrganisationForm, RenameForm, RetireForm


class AddOrganisation(TreeAction):
    page_title = gettext_lazy("Add an organisation below")
    header_icon = "plus"
    form_class = NewOrganisationForm
    submit_button_label = gettext_lazy("Add the organisation")
    made: Organisation

    def act(self, form: forms.Form) -> str:
        given = form.cleaned_data
        self.made = create_organisation(
            parent=self.organisation,
            name=given["name"],
            kind=given["kind"],
            on=given["on"],
            codes={system: given[system.value] for system in CodeSystem if given[system.value]},
            by=self.viewer,
            at=timezone.now(),
        )
        return _("Added: %(name)s.") % {"name": self.made.name}

    def get_success_url(self) -> str:
        return organisation_url(self.made)


class Rename(TreeAction):
    page_title = pgettext_lazy("organisation", "Rename")
    header_icon = "edit"
    form_class = RenameForm

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.organisation.name}

    def act(self, form: forms.Form) -> str:
        facts: dict[str, Any] = {"organisation": self.organisation, "by": self.viewer, "at": timezone.now()}
        renamed = rename_organisation(**facts, **form.cleaned_data)
        return _("The name is now %(name)s.") % {"name": renamed.name}


class ChangeKind(TreeAction):
    page_title = gettext_lazy("Change the kind")
    header_icon = "tag"
    form_class = KindForm

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.organisation.kind}

    def act(self, form: forms.Form) -> str:
        facts: dict[str, Any] = {"organisation": self.organisation, "by": self.viewer, "at": timezone.now()}
        changed = change_organisation_kind(kind=form.cleaned_data["kind"], **facts)
        return _("The kind is now: %(kind)s.") % {"kind": changed.get_kind_display()}


class AddCode(TreeAction):
    page_title = gettext_lazy("Add a code")
    header_icon = "key"
    form_class = CodeForm

    def act(self, form: forms.Form) -> str:
        facts: dict[str, Any] = {"organisation": self.organisation, "by": self.viewer, "at": timezone.now()}
        held = add_code(**facts, **form.cleaned_data)
        return _("Code %(code)s added.") % {"code": held.code}


class RetireCode(TreeAction):
    page_title = gettext_lazy("Retire a code")
    header_icon = "key"
    form_class = RetireForm
    submit_button_label = gettext_lazy("Retire the code")
    is_harmful = True

    @cached_property
    def held(self) -> OrganisationCode:
        try:
            found: OrganisationCode = self.organisation.codes.select_related("organisation").get(pk=self.kwargs["code"])
        except OrganisationCode.DoesNotExist:
            raise Http404 from None
        return found

    @property
    def explanation(self) -> str:
        return _("%(code)s stays findable in old rosters, and is given to nobody else.") % {"code": self.held.code}

    def act(self, form: forms.Form) -> str:
        retire_code(held=self.held, valid_to=form.cleaned_data["valid_to"], by=self.viewer, at=timezone.now())
        return _("The code is retired.")
