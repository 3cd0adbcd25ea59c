"""Registrations of a qualification at the HR desk."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..desk.pages import ActionView
from ..forms.qualifications import RegistrationForm
from ..models import Registration
from ..services.registrations import add_registration, confirm_registration, remove_registration
from .verification import AboutQualification


class EnterRegistration(AboutQualification, ActionView):
    page_title = gettext_lazy("Add a registration")
    form_class = RegistrationForm
    explanation = gettext_lazy("As it stands on the registration certificate in front of you. It counts at once.")

    def act(self, form: Form) -> str:
        qualification = self.qualification
        add_registration(qualification=qualification, by=self.officer, at=timezone.now(), **form.cleaned_data)
        return _("The entry is saved.")


class AboutRegistration(AboutQualification):
    @cached_property
    def registration(self) -> Registration:
        try:
            return self.qualification.registrations.get(pk=self.kwargs["registration"])
        except Registration.DoesNotExist:
            raise Http404 from None


class ConfirmRegistration(AboutRegistration, ActionView):
    page_title = gettext_lazy("Confirm a registration")
    form_class = Form
    submit_button_label = gettext_lazy("Confirm the registration")

    @property
    def explanation(self) -> str:
        row = self.registration
        facts = {"number": row.number, "start": row.starts_on, "end": row.ends_on}
        return _("Number %(number)s, %(start)s to %(end)s: does this stand on the registration certificate?") % facts

    def act(self, form: Form) -> str:
        confirm_registration(registration=self.registration, by=self.officer, at=timezone.now())
        return _("Confirmed. It counts from now on.")


class RemoveRegistration(AboutRegistration, ActionView):
    page_title = gettext_lazy("Remove a registration")
    form_class = Form
    submit_button_label = gettext_lazy("Remove the entry")
    explanation = gettext_lazy("For an entry made by mistake. The removal stands in the log.")
    is_harmful = True

    def act(self, form: Form) -> str:
        remove_registration(registration=self.registration, by=self.officer, at=timezone.now())
        return _("The entry is removed.")
