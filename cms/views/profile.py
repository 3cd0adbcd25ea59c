"""One's own account page."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.models import User

from .. import selectors


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    posts = selectors.posts_of(user, on=timezone.localdate())
    return render(request, "cms/profile.html", {"person": selectors.own_facts(user), "posts": posts})
