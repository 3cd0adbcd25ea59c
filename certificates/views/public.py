"""Checking certificates without an account: by QR address, and by number, name and ID digits."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from .. import picture
from ..enums import CheckPath
from ..errors import TooManyChecks
from ..forms import FileForm, NumberForm
from ..models import Certificate
from ..selectors.public import by_number, by_token, public_facts
from ..services.checks import record_check
from ..services.pictures import ensure_picture
from . import results
from .asking import count
from .responses import form_page, result_page, wait_page


@never_cache
@require_GET
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the QR code. A revoked certificate answers like any other; an unknown token is a 404 page."""
    at = timezone.now()
    try:
        count(request, at)
    except TooManyChecks as refusal:
        return wait_page(request, refusal)
    certificate = by_token(token)
    if certificate is None:
        return result_page(request, results.NOT_FOUND, status=404)
    return _found(request, certificate, CheckPath.TOKEN, at, token=token)


@never_cache
@require_GET
def scan_picture(request: HttpRequest, token: str) -> HttpResponse:
    """The stored PDF as a picture, the middle of the name covered."""
    certificate = by_token(token)
    if certificate is None:
        raise Http404
    jpeg = picture.cover_name(bytes(ensure_picture(certificate=certificate).jpeg), bytes(certificate.file.pdf))
    if jpeg is None:
        raise Http404
    return HttpResponse(jpeg, content_type="image/jpeg")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to number, full name and ID digits."""
    if request.method != "POST":
        initial = {"number": request.GET.get("number", "")[:64]}
        return form_page(request, NumberForm(initial=initial), FileForm())
    form = NumberForm(request.POST)
    if not form.is_valid():
        return form_page(request, form, FileForm(), status=422)
    at = timezone.now()
    try:
        count(request, at)
    except TooManyChecks as refusal:
        return wait_page(request, refusal)
    certificate = by_number(**form.cleaned_data)
    if certificate is None:
        return result_page(request, results.NOT_FOUND, status=404)
    return _found(request, certificate, CheckPath.NUMBER, at)


def _found(
    request: HttpRequest, certificate: Certificate, path: CheckPath, at: dt.datetime, token: str = ""
) -> HttpResponse:
    record_check(certificate_id=certificate.pk, path=path, by=request.user, at=at)
    facts = public_facts(certificate, timezone.localdate(at))
    return result_page(request, results.of_state(facts.state), at=at, facts=facts, token=token)
