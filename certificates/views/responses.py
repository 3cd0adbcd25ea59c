"""The pages that answer a check."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict

from people.errors import Refusal

from ..errors import TooManyChecks
from ..forms import FileForm, NumberForm
from ..selectors.files import MOST_MEGABYTES
from . import results


def form_page(request: HttpRequest, form: NumberForm, file_form: FileForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "file_form": file_form, "most_megabytes": MOST_MEGABYTES}
    return render(request, "certificates/verify.html", context, status=status)


def result_page(request: HttpRequest, result: results.Result, status: int = 200, **facts: Any) -> HttpResponse:
    context = {"result": result, "file_form": FileForm(), "most_megabytes": MOST_MEGABYTES, **facts}
    response = render(request, "certificates/verify_result.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def wait_page(request: HttpRequest, refusal: TooManyChecks) -> HttpResponse:
    words = results.Result(results.TOO_MANY.kind, results.TOO_MANY.title, refusal.detail)
    response = result_page(request, words, status=refusal.status)
    response.headers["Retry-After"] = str(refusal.facts["retry_after"])
    # Django would log the path, which may hold the token of a QR address.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def unusable_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A file that cannot be judged at all: the sentence stands beside the field."""
    form = FileForm({}, MultiValueDict())
    form.errors.clear()
    form.add_error("file", str(refusal.detail))
    return form_page(request, NumberForm(), form, status=refusal.status)
