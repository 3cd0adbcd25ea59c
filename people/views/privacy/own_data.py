"""One's own numbers in full, and who looked at one's data."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ...models import User
from ...recheck import rechecked
from ...selectors.privacy import accesses_about
from ...services.revealing import reveal_own


@rechecked
def show_own_numbers(request: HttpRequest) -> HttpResponse:
    """Shown in the answer to the button itself: at no address, in no cache."""
    numbers = reveal_own(by=cast(User, request.user), at=timezone.now())
    return render(request, "people/my/own_numbers.html", {"numbers": numbers})


@login_required
def own_accesses(request: HttpRequest) -> HttpResponse:
    return render(request, "people/my/accesses.html", {"lines": accesses_about(cast(User, request.user))})
