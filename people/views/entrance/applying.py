"""After the phone is proved: choose an organisation, and say who one is."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from ...errors import Refusal
from ...forms.applicants import ApplicantForm, CategoryForm
from ...models import Organisation
from ...selectors import breadcrumbs
from ...selectors.joining import choices_below, choices_named, organisation_to_join
from ...services.joining import ask_to_join, register_person
from .phone_sign_in import sign_in

PROVED = "phone_proved"
PROVED_FOR_SECONDS = 3_600


class Applying:
    """Whoever has proved a phone, or is signed in and belongs nowhere; everybody else begins at the beginning."""

    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            if request.user.memberships.in_force(timezone.localdate()).exists():
                return redirect("my_profile")
        elif not self.phone:
            return redirect("account-register")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def phone(self) -> str:
        proved = self.request.session.get(PROVED, {})
        return str(proved["phone"]) if proved and timezone.now().timestamp() < proved["until"] else ""


@method_decorator(never_cache, name="dispatch")
class ChooseOrganisation(Applying, TemplateView):
    """Step by step down the tree, or by name. Every organisation can be chosen at its own level."""

    template_name = "people/entrance/choose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.GET.get("q", "")[:60]
        query = "".join(filter(str.isprintable, typed)).strip()  # PostgreSQL takes no NUL
        today = timezone.localdate()
        place = organisation_to_join(self.request.GET.get("under", ""), on=today)
        facts = {
            "query": query,
            "place": place,
            "crumbs": breadcrumbs(place) if place else (),
            "choices": choices_named(query, on=today) if query else choices_below(place, on=today),
        }
        return super().get_context_data(**facts, **kwargs)


@method_decorator(never_cache, name="dispatch")
class Apply(Applying, FormView):
    template_name = "people/entrance/apply.html"
    organisation: Organisation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        found = organisation_to_join(str(kwargs["organisation"]), on=timezone.localdate())
        if found is None:
            return redirect("join")
        self.organisation = found
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[Form]:
        return CategoryForm if self.request.user.is_authenticated else ApplicantForm

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return self._ask(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal.detail))
            return self.form_invalid(form)

    def _ask(self, typed: dict[str, Any]) -> HttpResponse:
        facts = {"organisation": self.organisation, "worker_category": typed["worker_category"], "at": timezone.now()}
        if self.request.user.is_authenticated:
            ask_to_join(person=self.request.user, by=self.request.user, **facts)
            return redirect("waiting")
        person = register_person(phone=self.phone, name=typed["name"], **facts)
        del self.request.session[PROVED]
        return sign_in(self.request, person, reverse("waiting"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=breadcrumbs(self.organisation), **kwargs)
