"""Roles of one person: given and ended one by one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..enums import HR_MAY_GRANT, Role, WorkerCategory
from ..models import Membership
from ..querysets import overseen_paths
from ..services.roles import end_role, grant_role
from .about_person import PersonAction
from .fields import OrganisationField, ViewerForm, day_field

CATEGORIES = [("", pgettext_lazy("worker category", "not said")), *WorkerCategory.choices]


class RoleForm(ViewerForm):
    organisation = OrganisationField(label=gettext_lazy("organisation"))
    role = forms.ChoiceField(label=gettext_lazy("role"))
    worker_category = forms.ChoiceField(choices=CATEGORIES, required=False, label=gettext_lazy("worker category"))
    post = forms.CharField(max_length=60, required=False, label=gettext_lazy("post"))
    starts_on = day_field(gettext_lazy("First day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_administrator = self.viewer.is_superuser or overseen_paths(self.viewer, (Role.ADMINISTRATOR,))
        roles = list(Role) if is_administrator else HR_MAY_GRANT
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class GiveRole(PersonAction):
    page_title = gettext_lazy("Give a role")
    header_icon = "plus"
    form_class = RoleForm
    submit_button_label = gettext_lazy("Give the role")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.viewer}

    def act(self, form: forms.Form) -> str:
        held = grant_role(person=self.person, by=self.viewer, at=timezone.now(), **form.cleaned_data)
        return _("Role given: %(role)s, %(organisation)s.") % {
            "role": held.get_role_display(),
            "organisation": held.organisation,
        }


class EndForm(forms.Form):
    ends_on = day_field(gettext_lazy("Last day"), help_text=gettext_lazy("This day still counts."))


class EndRole(PersonAction):
    page_title = gettext_lazy("End a role")
    header_icon = "minus"
    form_class = EndForm
    submit_button_label = gettext_lazy("End the role")
    is_harmful = True

    @cached_property
    def held(self) -> Membership:
        found = Membership.objects.visible_to(self.viewer).select_related("organisation", "person")
        try:
            return found.get(pk=self.kwargs["held"], person=self.person)
        except Membership.DoesNotExist:
            raise Http404 from None

    @property
    def explanation(self) -> str:
        return _(
            "%(role)s, %(organisation)s, since %(day)s. The role and what was learnt in it stay in the history."
        ) % {
            "role": self.held.get_role_display(),
            "organisation": self.held.organisation,
            "day": self.held.starts_on.isoformat(),
        }

    def act(self, form: forms.Form) -> str:
        end_role(membership=self.held, ends_on=form.cleaned_data["ends_on"], by=self.viewer, at=timezone.now())
        return _("The role ends.")
