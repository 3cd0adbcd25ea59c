"""Supervisors at the HR desk: appointing, and how many there are against the target."""

from __future__ import annotations

from typing import Any, cast

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ..desk.pages import ActionView, Desk, DeskPage
from ..forms.rewards import offer_organisations
from ..forms.supervision import AppointmentForm
from ..models import SupervisorAppointment, User
from ..selectors.accounts import person_meant
from ..selectors.supervisors import supervisor_counts
from ..services.supervisors import appoint_supervisor


class AmongSupervisors(Desk):
    header_icon = "group"

    @property
    def officer(self) -> User:
        """Signed in: `dispatch` has let nobody else through."""
        return cast(User, self.request.user)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("supervisors:index"), "label": pgettext("menu", "Supervisors")}]


class SupervisorTargets(AmongSupervisors, DeskPage):
    template_name = "people/desk/supervisor_targets.html"
    page_title = gettext_lazy("Supervisors and targets")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(counts=supervisor_counts(self.officer, on=timezone.localdate()), **kwargs)


class AppointSupervisor(AmongSupervisors, ActionView):
    page_title = gettext_lazy("Appoint a supervisor")
    form_class = AppointmentForm
    submit_button_label = gettext_lazy("Appoint the supervisor")
    made: SupervisorAppointment

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        offer_organisations(form.fields["organisation"], self.officer)
        return form

    def act(self, form: Form) -> str:
        given = {**form.cleaned_data, "person": person_meant(form.cleaned_data["person"], user=self.officer)}
        self.made = appoint_supervisor(by=self.officer, at=timezone.now(), **given)
        return _("Appointed. Now add the people he or she supervises.")

    def get_success_url(self) -> str:
        return reverse("supervisors:detail", args=[self.made.pk])
