"""Checking certificates without an account: by QR address, by number, by file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from people.errors import Refusal

from .. import picture
from ..enums import CheckPath
from ..errors import FileTooLarge, TooManyChecks
from ..forms import FileForm, NumberForm
from ..models import Certificate
from ..selectors.files import MOST_BYTES, MOST_MEGABYTES, check_file
from ..selectors.public import PublicFacts, by_number, by_token, public_facts
from ..services.checks import record_check
from ..services.pictures import ensure_picture
from . import results
from .asking import count

FORM_OVERHEAD = 64 * 1024


@never_cache
@require_GET
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the QR code. A revoked certificate answers like any other; an unknown token is a 404 page."""
    at = timezone.now()
    try:
        count(request, at)
    except TooManyChecks as refusal:
        return _wait(request, refusal)
    certificate = by_token(token)
    if certificate is None:
        return _result(request, results.NOT_FOUND, status=404)
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
        return _page(request, NumberForm(initial=initial), FileForm())
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, form, FileForm(), status=422)
    at = timezone.now()
    try:
        count(request, at)
    except TooManyChecks as refusal:
        return _wait(request, refusal)
    certificate = by_number(**form.cleaned_data)
    if certificate is None:
        return _result(request, results.NOT_FOUND, status=404)
    return _found(request, certificate, CheckPath.NUMBER, at)


@csrf_exempt
def verify_file(request: HttpRequest) -> HttpResponseBase:
    """The size is judged before the body is read: Django's own check of the form token would read it first."""
    try:
        is_too_large = int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + FORM_OVERHEAD
    except ValueError:
        is_too_large = True
    if request.method == "POST" and is_too_large:
        return _unusable(request, FileTooLarge(MOST_MEGABYTES))
    return _verify_file(request)


@never_cache
@csrf_protect
def _verify_file(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("certificate-verify")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, NumberForm(), form, status=422)
    at = timezone.now()
    try:
        count(request, at)
        check = check_file(form.cleaned_data["file"].read(MOST_BYTES + 1))
    except TooManyChecks as refusal:
        return _wait(request, refusal)
    except Refusal as refusal:
        return _unusable(request, refusal)
    if check.certificate is None:
        return _result(request, results.FOREIGN)
    record_check(certificate_id=check.certificate.pk, path=CheckPath.FILE, by=request.user, at=at)
    today = timezone.localdate(at)
    facts = public_facts(check.certificate, today)
    result = results.of_file(check, facts.state)
    return _result(request, result, at=at, check=check, facts=facts)


def _found(
    request: HttpRequest, certificate: Certificate, path: CheckPath, at: dt.datetime, token: str = ""
) -> HttpResponse:
    record_check(certificate_id=certificate.pk, path=path, by=request.user, at=at)
    facts: PublicFacts = public_facts(certificate, timezone.localdate(at))
    return _result(request, results.of_state(facts.state), at=at, facts=facts, token=token)


def _page(request: HttpRequest, form: NumberForm, file_form: FileForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "file_form": file_form, "most_megabytes": MOST_MEGABYTES}
    return render(request, "certificates/verify.html", context, status=status)


def _result(request: HttpRequest, result: results.Result, status: int = 200, **facts: Any) -> HttpResponse:
    context = {"result": result, "file_form": FileForm(), "most_megabytes": MOST_MEGABYTES, **facts}
    response = render(request, "certificates/verify_result.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _wait(request: HttpRequest, refusal: TooManyChecks) -> HttpResponse:
    words = results.Result(results.TOO_MANY.kind, results.TOO_MANY.title, refusal.detail)
    response = _result(request, words, status=refusal.status)
    response.headers["Retry-After"] = str(refusal.facts["retry_after"])
    return response


def _unusable(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A file that cannot be judged at all: the sentence stands beside the field."""
    form = FileForm({}, MultiValueDict())
    form.errors.clear()
    form.add_error("file", str(refusal.detail))
    return _page(request, NumberForm(), form, status=refusal.status)
