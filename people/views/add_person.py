"""One person taken in by hand."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ..desk.pages import ActionView
from ..models import User
from ..services.provisioning import add_person
from .fields import OrganisationField, ViewerForm, day_field
from .memberships import CATEGORIES

UNREMEMBERED = {"autocomplete": "off", "spellcheck": "false"}


class PersonForm(ViewerForm):
    real_name = forms.CharField(label=pgettext_lazy("person", "name"), widget=forms.TextInput(attrs=UNREMEMBERED))
    phone = forms.CharField(label=gettext_lazy("mobile phone"), widget=forms.TextInput(attrs=UNREMEMBERED))
    id_number = forms.CharField(
        required=False,
        label=gettext_lazy("ID number"),
        help_text=gettext_lazy("Without it the person cannot claim the account, and no certificate is issued."),
        widget=forms.TextInput(attrs=UNREMEMBERED),
    )
    organisation = OrganisationField(label=gettext_lazy("organisation"))
    worker_category = forms.ChoiceField(choices=CATEGORIES, required=False, label=gettext_lazy("worker category"))
    post = forms.CharField(max_length=60, required=False, label=gettext_lazy("post"))
    starts_on = day_field(gettext_lazy("First day"))


class AddPerson(ActionView):
    page_title = gettext_lazy("Add a person")
    header_icon = "plus"
    form_class = PersonForm
    submit_button_label = gettext_lazy("Add the person")
    explanation = gettext_lazy("The person then claims the account by phone and ID number. For many, import a roster.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.request.user}

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("people:index"), "label": pgettext("menu", "People")}]

    def act(self, form: forms.Form) -> str:
        self.person = add_person(**form.cleaned_data, by=cast(User, self.request.user), at=timezone.now())
        return _("The person was added.")

    def get_success_url(self) -> str:
        return reverse("people_person", args=[self.person.pk])
