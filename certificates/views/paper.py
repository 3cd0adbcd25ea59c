"""The stored paper, for its holder and the overseers."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from people.models import User

from ..models import Certificate
from ..services.pictures import ensure_picture


class SignedInRequest(HttpRequest):
    """What a view sees behind `login_required`."""

    user: User


def visible(request: SignedInRequest, pk: uuid.UUID) -> Certificate:
    """A stranger's certificate and one that never was look alike."""
    certificate: Certificate = get_object_or_404(
        Certificate.objects.visible_to(request.user).select_related("learner__merged_into"), pk=pk
    )
    return certificate


@login_required
@never_cache
@require_GET
def certificate_pdf(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The stored bytes, as they were issued."""
    certificate = visible(request, pk)
    response = HttpResponse(bytes(certificate.file.pdf), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{certificate.number}.pdf"'
    return response


@login_required
@never_cache
@require_GET
def certificate_picture(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    certificate = visible(request, pk)
    response = HttpResponse(bytes(ensure_picture(certificate=certificate).jpeg), content_type="image/jpeg")
    response.headers["Content-Disposition"] = f'inline; filename="{certificate.number}.jpg"'
    return response
