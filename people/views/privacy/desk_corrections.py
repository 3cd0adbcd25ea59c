"""The desk: one request for correction, to be applied or refused."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ... import rules
from ...desk.pages import ActionView
from ...enums.privacy import CorrectionState
from ...models import CorrectionRequest, User
from ...selectors.privacy import shown_correction
from ...services.corrections import apply_correction, refuse_correction
from ..about_person import person_url

DECISIONS = [
    ("apply", pgettext_lazy("correction", "Correct it as asked for")),
    ("refuse", pgettext_lazy("correction", "Refuse it")),
]


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        choices=DECISIONS, widget=forms.RadioSelect, label=pgettext_lazy("correction", "Decision")
    )
    reason = forms.CharField(
        required=False,
        max_length=200,
        label=pgettext_lazy("correction", "Reason of the refusal"),
        help_text=gettext_lazy("The person can read it."),
    )


class DecideCorrection(ActionView):
    template_name = "people/desk/correction.html"
    header_icon = "edit"
    form_class = DecisionForm
    submit_button_label = pgettext_lazy("correction", "Save the decision")
    correction: CorrectionRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        seen = CorrectionRequest.objects.visible_to(request.user).select_related("person", "decided_by")
        self.correction = get_object_or_404(seen, pk=kwargs["pk"])

    def above(self) -> list[dict[str, Any]]:
        return [{"url": self.get_success_url(), "label": CorrectionRequest._meta.verbose_name_plural}]

    def get_page_title(self) -> str:
        return f"{self.correction.person.get_full_name()}: {self.correction.get_field_display()}"

    def get_success_url(self) -> str:
        return reverse("corrections:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.correction
        facts = {
            "row": row,
            "shown": shown_correction(row),
            "person_url": person_url(row.person),
            "is_open": row.state == CorrectionState.PENDING and rules.may_decide_correction(self.request.user, row),
        }
        return super().get_context_data(**{**facts, **kwargs})

    def act(self, form: Form) -> str:
        by, at = cast(User, self.request.user), timezone.now()
        if form.cleaned_data["decision"] == "apply":
            apply_correction(correction=self.correction, by=by, at=at)
            return _("It was corrected.")
        refuse_correction(correction=self.correction, reason=form.cleaned_data["reason"], by=by, at=at)
        return _("The request was refused. The person can read why.")
