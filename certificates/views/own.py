"""One's own certificates; overseers see those of their people at the same addresses."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from attendance.clock import database_now
from people.errors import Refusal

from ..enums import Product
from ..selectors import history, offers, own
from ..selectors.public import public_facts
from ..services.issuing import issue_certificate
from .paper import SignedInRequest, visible


@login_required
@require_GET
def certificate_list(request: SignedInRequest) -> HttpResponse:
    """What I hold, what I can receive now, and what is still missing."""
    today = timezone.localdate()
    found = offers.offers_for(request.user, today)
    context = {
        "certificates": own.certificates_of(request.user, today),
        "ready": [offer for offer in found if not offer.reasons],
        "ahead": [offer for offer in found if offer.reasons],
    }
    if not context["certificates"]:
        context["next_course"] = offers.next_course_title(request.user)
    return render(request, "certificates/certificate_list.html", context)


@login_required
@require_POST
def certificate_issue(request: SignedInRequest) -> HttpResponse:
    """Receive a certificate; twice gives the same one."""
    product = request.POST.get("product", "")
    if product not in Product.values:
        return redirect("certificate-list")
    try:
        certificate = issue_certificate(
            learner=request.user,
            product=Product(product),
            subject_key=request.POST.get("subject_key", "")[:64],
            by=request.user,
            at=database_now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
        return redirect("certificate-list")
    return redirect("certificate-detail", pk=certificate.pk)


@login_required
@require_GET
def certificate_detail(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    certificate = visible(request, pk)
    is_mine = certificate.holder.pk == request.user.pk
    context = {
        "certificate": certificate,
        "facts": public_facts(certificate, timezone.localdate()),
        "holder": certificate.holder.real_name,
        "is_mine": is_mine,
        # The address opens the public page to whoever has it: the holder decides who does.
        "address": own.address_of(certificate) if is_mine else "",
        "history": history.history_of(certificate),
        "checks": history.checks_of(certificate, timezone.localdate()),
    }
    return render(request, "certificates/certificate_detail.html", context)
