"""Registrations that people enter for themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..forms.qualifications import RegistrationForm
from ..models import Qualification, Registration
from ..services.registrations import add_registration, remove_registration
from .own import OwnAction

OVERVIEW = reverse_lazy("my-qualifications")


class AddRegistration(OwnAction):
    form_class = RegistrationForm
    success_url = OVERVIEW
    title = gettext_lazy("Add a registration")
    explanation = gettext_lazy("It counts once your HR officer has compared it with the registration certificate.")

    @cached_property
    def qualification(self) -> Qualification:
        own = Qualification.objects.filter(person=self.person).current()
        found: Qualification = get_object_or_404(own, pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"subtitle": self.qualification.get_level_display(), **kwargs})

    def act(self, form: Form, at: dt.datetime) -> str:
        add_registration(qualification=self.qualification, by=self.person, at=at, **form.cleaned_data)
        return _("Saved. Your HR officer confirms it.")


class RemoveRegistration(OwnAction):
    form_class = Form
    success_url = OVERVIEW
    is_harmful = True
    title = gettext_lazy("Remove a registration")
    submit = gettext_lazy("Remove the entry")

    @cached_property
    def registration(self) -> Registration:
        own = Registration.objects.filter(qualification__person=self.person, confirmed_at=None)
        found: Registration = get_object_or_404(own, pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.registration
        return super().get_context_data(**{"subtitle": f"{row.starts_on} – {row.ends_on}", **kwargs})

    def act(self, form: Form, at: dt.datetime) -> str:
        remove_registration(registration=self.registration, by=self.person, at=at)
        return _("The entry is removed.")
