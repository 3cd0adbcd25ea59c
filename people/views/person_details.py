"""Name, phone and e-mail of a person, corrected by HR."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .. import rules
from ..exporting import hidden_email
from ..services.person_details import change_details
from .about_person import PersonAction, shown_phone


class DetailsForm(forms.Form):
    """Phone and e-mail are not shown in full: an empty field keeps what is there."""

    real_name = forms.CharField(label=pgettext_lazy("person", "name"))
    phone = forms.CharField(
        required=False, label=gettext_lazy("New mobile phone"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.CharField(
        required=False, label=gettext_lazy("New e-mail"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ChangeDetails(PersonAction):
    page_title = gettext_lazy("Change the details")
    header_icon = "edit"
    form_class = DetailsForm

    def get_initial(self) -> dict[str, Any]:
        return {"real_name": self.person.real_name}

    def get_form(self, form_class: Any = None) -> forms.Form:
        if not rules.may_change_details(self.viewer, self.person):
            raise PermissionDenied
        form: forms.Form = super().get_form(form_class)
        now = {"phone": shown_phone(self.person), "email": hidden_email(self.person.email)}
        for name, shown in now.items():
            form.fields[name].help_text = (
                _("Now %(value)s. Leave it empty to keep it.") % {"value": shown} if shown else _("None yet.")
            )
        return form

    def act(self, form: forms.Form) -> str:
        given = form.cleaned_data
        changed = change_details(
            person=self.person,
            real_name=given["real_name"],
            phone=given["phone"] or self.person.phone,
            email=given["email"] or self.person.email,
            by=self.viewer,
            at=timezone.now(),
        )
        return _("The details were changed.") if changed else _("Nothing was different.")
