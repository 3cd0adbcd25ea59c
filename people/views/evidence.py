"""The evidence of a qualification, for the person and for whoever decides."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from ..enums.qualifications import EvidenceKind
from ..errors import Refusal
from ..evidence import CONTENT_TYPES, Evidence, first_page
from ..models import Qualification
from ..requests import SignedInRequest
from ..services.evidence import open_evidence


@login_required
@require_GET
def evidence_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file itself, as an attachment that no browser opens in place."""
    found = _evidence(request, pk)
    return _response(found.content, found.kind, f"evidence-{pk}.{found.kind.value}")


@login_required
@require_GET
def evidence_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    """For an <img> beside the fields: the picture, or the first page of a PDF."""
    found = _evidence(request, pk)
    if found.kind is not EvidenceKind.PDF:
        return _response(found.content, found.kind, f"evidence-{pk}.{found.kind.value}")
    return _response(first_page(found.content), EvidenceKind.JPEG, f"evidence-{pk}.jpg")


def _evidence(request: SignedInRequest, pk: int) -> Evidence:
    qualification = get_object_or_404(Qualification.objects.visible_to(request.user), pk=pk)
    try:
        return open_evidence(qualification=qualification, by=request.user, at=timezone.now())
    except Refusal as gone:
        raise Http404(str(gone.detail)) from gone


def _response(content: bytes, kind: EvidenceKind, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
