"""One appointment of a supervisor at the HR desk, and whom it covers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from .. import rules
from ..desk.pages import ActionView, DeskPage
from ..forms.supervision import LastDayForm, PairForm
from ..models import SupervisionPair, SupervisorAppointment
from ..selectors.accounts import person_meant
from ..selectors.supervisors import minutes_by_pair
from ..services.supervisors import add_pair, end_appointment, end_pair
from .about_person import shown_name
from .supervisors import AmongSupervisors


class AboutAppointment(AmongSupervisors):
    """Finds it among those the user may see; absent and hidden look alike."""

    kwargs: dict[str, Any]

    @cached_property
    def appointment(self) -> SupervisorAppointment:
        seen: QuerySet[SupervisorAppointment] = SupervisorAppointment.objects.visible_to(self.officer)
        found = seen.select_related("person", "organisation").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        return f"{shown_name(self.appointment.person)} · {self.appointment.organisation.name}"

    def get_success_url(self) -> str:
        return reverse("supervisors:detail", args=[self.appointment.pk])


class AppointmentPage(AboutAppointment, DeskPage):
    template_name = "people/desk/appointment.html"
    page_title = gettext_lazy("Appointment of a supervisor")

    @cached_property
    def may_manage(self) -> bool:
        return rules.may_manage_appointment(self.officer, self.appointment)

    def get_header_buttons(self) -> list[Any]:
        if not self.may_manage:
            return []
        number = [self.appointment.pk]
        return [
            HeaderButton(_("Add a supervised person"), url=reverse("supervisors:pair", args=number), icon_name="plus"),
            HeaderButton(_("End the appointment"), url=reverse("supervisors:end", args=number), icon_name="cross"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pairs = list(self.appointment.pairs.select_related("supervisee"))
        minutes = minutes_by_pair(pairs)
        today = timezone.localdate()
        facts = {
            "appointment": self.appointment,
            "pairs": [(pair, minutes.get(pair.pk, 0), pair.ends_on is None or pair.ends_on > today) for pair in pairs],
            "may_manage": self.may_manage,
        }
        return super().get_context_data(**{**facts, **kwargs})


class AddPair(AboutAppointment, ActionView):
    page_title = gettext_lazy("Add a supervised person")
    form_class = PairForm
    submit_button_label = gettext_lazy("Add the person")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def act(self, form: Form) -> str:
        supervisee = person_meant(form.cleaned_data["person"], user=self.officer)
        add_pair(
            appointment=self.appointment,
            supervisee=supervisee,
            starts_on=form.cleaned_data["starts_on"],
            by=self.officer,
            at=timezone.now(),
        )
        return _("Added. Both can now enter their meetings.")


class EndPair(AboutAppointment, ActionView):
    page_title = gettext_lazy("End a supervision")
    form_class = LastDayForm
    submit_button_label = gettext_lazy("End the supervision")
    is_harmful = True

    @cached_property
    def pair(self) -> SupervisionPair:
        found: SupervisionPair | None = self.appointment.pairs.filter(pk=self.kwargs["pair"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        return shown_name(self.pair.supervisee)

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": timezone.localdate()}

    def act(self, form: Form) -> str:
        end_pair(pair=self.pair, ends_on=form.cleaned_data["ends_on"], by=self.officer, at=timezone.now())
        return _("The supervision is ended.")


class EndAppointment(AboutAppointment, ActionView):
    page_title = gettext_lazy("End the appointment")
    form_class = LastDayForm
    submit_button_label = gettext_lazy("End the appointment")
    explanation = gettext_lazy("The supervision of all people of this appointment ends with it.")
    is_harmful = True

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": timezone.localdate()}

    def act(self, form: Form) -> str:
        end_appointment(
            appointment=self.appointment, ends_on=form.cleaned_data["ends_on"], by=self.officer, at=timezone.now()
        )
        return _("The appointment is ended.")
