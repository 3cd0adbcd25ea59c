"""Checking a file that somebody was given."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from people.errors import Refusal

from ..enums import CheckPath
from ..errors import FileTooLarge, TooManyChecks
from ..forms import FileForm, NumberForm
from ..selectors.files import MOST_BYTES, MOST_MEGABYTES, check_file
from ..selectors.public import public_facts
from ..services.checks import record_check
from . import results
from .asking import count
from .responses import form_page, result_page, unusable_page, wait_page

FORM_OVERHEAD = 64 * 1024


@csrf_exempt
def verify_file(request: HttpRequest) -> HttpResponseBase:
    """The size is judged before the body is read: Django's own check of the form token would read it first."""
    try:
        is_too_large = int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + FORM_OVERHEAD
    except ValueError:
        is_too_large = True
    if request.method == "POST" and is_too_large:
        return unusable_page(request, FileTooLarge(MOST_MEGABYTES))
    return _verify_file(request)


@never_cache
@csrf_protect
def _verify_file(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("certificate-verify")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return form_page(request, NumberForm(), form, status=422)
    at = timezone.now()
    try:
        count(request, at)
        check = check_file(form.cleaned_data["file"].read(MOST_BYTES + 1))
    except TooManyChecks as refusal:
        return wait_page(request, refusal)
    except Refusal as refusal:
        return unusable_page(request, refusal)
    if check.certificate is None:
        return result_page(request, results.FOREIGN)
    record_check(certificate_id=check.certificate.pk, path=CheckPath.FILE, by=request.user, at=at)
    today = timezone.localdate(at)
    facts = public_facts(check.certificate, today)
    result = results.of_file(check, facts.state)
    return result_page(request, result, at=at, check=check, facts=facts)
