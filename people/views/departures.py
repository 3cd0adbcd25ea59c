"""A person goes to another organisation, or leaves one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..enums import WorkerCategory
from ..models import Membership, Organisation
from ..services.transfers import leave_organisation, transfer_person
from .about_person import PersonAction
from .fields import OrganisationField, ViewerForm, day_field


class AtOrganisation(PersonAction):
    """About all roles of the person at one organisation."""

    @cached_property
    def organisation(self) -> Organisation:
        held = Membership.objects.visible_to(self.viewer).filter(person=self.person)
        found = held.filter(organisation=self.kwargs["organisation"]).select_related("organisation").first()
        if found is None:
            raise Http404
        return found.organisation

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.organisation  # noqa: B018 - absent and hidden look alike before a form is shown
        return super().get(request, *args, **kwargs)


class TransferForm(ViewerForm):
    target = OrganisationField(label=gettext_lazy("New organisation"))
    starts_on = day_field(gettext_lazy("First day there"))
    worker_category = forms.ChoiceField(
        choices=[("", pgettext_lazy("worker category", "as before")), *WorkerCategory.choices],
        required=False,
        label=gettext_lazy("worker category"),
    )
    post = forms.CharField(max_length=60, required=False, label=gettext_lazy("post"))


class Transfer(AtOrganisation):
    page_title = pgettext_lazy("role", "Transfer")
    header_icon = "arrow-right"
    form_class = TransferForm
    submit_button_label = gettext_lazy("Transfer the person")

    @property
    def explanation(self) -> str:
        return _(
            "All roles at %(organisation)s end the day before. Learner and trainer go along; roles that oversee others "
            "do not. Hours and certificates belong to the person and stay as they are."
        ) % {"organisation": self.organisation}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.viewer}

    def act(self, form: forms.Form) -> str:
        facts: dict[str, Any] = {
            "person": self.person,
            "origin": self.organisation,
            "by": self.viewer,
            "at": timezone.now(),
        }
        transfer_person(**facts, **form.cleaned_data)
        return _("Transferred to %(organisation)s.") % {"organisation": form.cleaned_data["target"]}


class LeaveForm(forms.Form):
    ends_on = day_field(
        gettext_lazy("Last day"),
        help_text=gettext_lazy("This day still counts. For access to end at once, choose yesterday."),
    )
    reason = forms.CharField(max_length=200, label=gettext_lazy("reason"))


class Leave(AtOrganisation):
    page_title = gettext_lazy("Leaves the organisation")
    header_icon = "logout"
    form_class = LeaveForm
    submit_button_label = gettext_lazy("End all roles here")
    is_harmful = True

    @property
    def explanation(self) -> str:
        return _(
            "All roles at %(organisation)s end, and with them the access they gave. The account, the hours and the "
            "certificates stay: another organisation can take the person in."
        ) % {"organisation": self.organisation}

    def act(self, form: forms.Form) -> str:
        ends_on: dt.date = form.cleaned_data["ends_on"]
        facts: dict[str, Any] = {
            "person": self.person,
            "organisation": self.organisation,
            "by": self.viewer,
            "at": timezone.now(),
        }
        leave_organisation(ends_on=ends_on, reason=form.cleaned_data["reason"], **facts)
        return _("All roles here end on %(day)s.") % {"day": ends_on.isoformat()}
