"""One's own account page."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.models import User
from people.recheck import rechecked
from people.selectors.privacy import has_notice_to_read, waiting_closing

from .. import selectors
from ..data_export import export_own_data


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    facts = {
        "person": selectors.own_facts(user),
        "posts": selectors.posts_of(user, on=timezone.localdate()),
        "closing": waiting_closing(user),
        "is_notice_new": has_notice_to_read(user, timezone.now()),
    }
    return render(request, "cms/profile.html", facts)


@rechecked
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything that is held about oneself, as a file; the password or second factor is asked for once more."""
    user = cast(User, request.user)
    at = timezone.now()
    response = HttpResponse(export_own_data(by=user, at=at), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="my-data-{timezone.localdate(at):%Y%m%d}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
