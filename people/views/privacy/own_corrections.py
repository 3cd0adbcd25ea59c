"""One's own requests for correction."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from ...models import CorrectionRequest, User
from ...selectors.privacy import corrections_of, open_fields
from ...services.corrections import withdraw_correction


@login_required
def own_corrections(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    facts = {"corrections": corrections_of(person), "fields": open_fields(person)}
    return render(request, "people/my/corrections.html", facts)


@login_required
@require_POST
def withdraw_own_correction(request: HttpRequest, pk: int) -> HttpResponse:
    person = cast(User, request.user)
    correction = get_object_or_404(CorrectionRequest.objects.filter(person=person).waiting(), pk=pk)
    withdraw_correction(correction=correction, by=person, at=timezone.now())
    return redirect("my-corrections")
