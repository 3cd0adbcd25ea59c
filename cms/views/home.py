"""The learner's home page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attendance.clock import database_now

from .. import home


@login_required
def my_home(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/my_home.html", {"home": home.home_of(request, at=database_now())})
