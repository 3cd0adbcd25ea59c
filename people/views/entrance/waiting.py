"""Where one's request to join stands."""

from __future__ import annotations

from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ...enums import JoinState
from ...errors import Refusal
from ...requests import SignedInRequest
from ...selectors.joining import is_waiting, last_request
from ...services.joining import withdraw_join_request


@never_cache
@login_required
def waiting(request: SignedInRequest) -> HttpResponse:
    """Where the request stands. Whoever was taken in is led home."""
    join_request = last_request(request.user)
    if join_request is None or not is_waiting(request.user, on=timezone.localdate()):
        return redirect("my_home")
    return render(request, "people/entrance/waiting.html", {"join_request": join_request, "states": JoinState})


@require_POST
@login_required
def withdraw(request: SignedInRequest) -> HttpResponse:
    join_request = last_request(request.user)
    if join_request is not None and join_request.state == JoinState.PENDING:
        with suppress(Refusal):  # decided at the same moment: the page says how
            withdraw_join_request(join_request=join_request, by=request.user, at=timezone.now())
    return redirect("waiting")
