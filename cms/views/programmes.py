"""The programmes one belongs to, and how far one is in each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ..course_reader import reader_of
from ..my_programmes import programme_rows


@login_required
@never_cache
def my_programmes(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request.user, timezone.localdate())
    return render(request, "cms/my_programmes.html", {"programmes": programme_rows(request, reader)})
