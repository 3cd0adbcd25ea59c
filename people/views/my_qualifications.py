"""One's own qualifications: see, claim, correct, withdraw."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from ..evidence import MOST_BYTES
from ..forms.qualifications import ClaimForm, CorrectionForm
from ..models import Qualification
from ..requests import SignedInRequest
from ..selectors.examinations import preparations
from ..selectors.qualifications import held_qualifications
from ..services.qualifications import claim_qualification, correct_qualification, withdraw_qualification
from .own import OwnAction, size_first

OVERVIEW = reverse_lazy("my-qualifications")


@login_required
@require_GET
def my_qualifications(request: SignedInRequest) -> HttpResponse:
    """What I hold, when to register again, and how far I am in the examination."""
    today = timezone.localdate()
    held = held_qualifications(request.user, on=today)
    facts = {
        "current": [one for one in held if one.row.state in {"claimed", "verified"}],
        "past": [one for one in held if one.row.state not in {"claimed", "verified"}],
        "preparations": preparations(request.user, on=today),
        "today": today,
    }
    return render(request, "people/my/qualifications.html", facts)


class AddQualification(OwnAction):
    form_class = ClaimForm
    success_url = OVERVIEW
    has_file = True
    title = gettext_lazy("Add a qualification")
    submit = gettext_lazy("Submit for verification")
    explanation = gettext_lazy("Your HR officer compares it with the certificate. Until then you can correct it.")

    def act(self, form: Form, at: dt.datetime) -> str:
        claim_qualification(person=self.person, by=self.person, at=at, **form.cleaned_data)
        return _("Submitted. Your HR officer verifies it; the state stands on this page.")


class OwnClaim(OwnAction):
    """One's own claim that waits; decided, foreign and absent ones look alike."""

    success_url = OVERVIEW

    @cached_property
    def qualification(self) -> Qualification:
        own = Qualification.objects.filter(person=self.person).waiting()
        found: Qualification = get_object_or_404(own, pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"subtitle": self.qualification.get_level_display(), **kwargs})


class CorrectQualification(OwnClaim):
    form_class = CorrectionForm
    has_file = True
    title = gettext_lazy("Correct a qualification")
    explanation = gettext_lazy("A new file takes the place of the one you sent before.")

    def get_initial(self) -> dict[str, Any]:
        row = self.qualification
        return {"certificate_number": row.certificate_number, "issued_on": row.issued_on}

    def act(self, form: Form, at: dt.datetime) -> str:
        correct_qualification(qualification=self.qualification, by=self.person, at=at, **form.cleaned_data)
        return _("Corrected. It still waits for your HR officer.")


class WithdrawQualification(OwnClaim):
    form_class = Form
    is_harmful = True
    title = gettext_lazy("Withdraw a qualification")
    submit = gettext_lazy("Withdraw the entry")
    explanation = gettext_lazy("The entry and its file are taken back. You can submit it again at any time.")

    def act(self, form: Form, at: dt.datetime) -> str:
        withdraw_qualification(qualification=self.qualification, by=self.person, at=at)
        return _("The entry is withdrawn.")


add_qualification = size_first(AddQualification.as_view(), MOST_BYTES)
correct_own_qualification = size_first(CorrectQualification.as_view(), MOST_BYTES)
