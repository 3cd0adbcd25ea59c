"""Before full numbers are shown or data leave: is it really the person who sits there?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from .models import User

FRESH = dt.timedelta(minutes=15)


def require_recheck(request: HttpRequest) -> HttpResponse | None:
    """None when the person has just shown to be him- or herself; else the page to do so.

    Password or second factor within the last five minutes (allauth's middleware sends there and comes back, with what
    was posted). Who has neither and signs in by text message must have done so within a quarter of an hour.
    """
    user = cast(User, request.user)
    if get_reauthentication_flows(user):
        if not did_recently_reauthenticate(request):
            raise ReauthenticationRequired
        return None
    if user.last_login is not None and timezone.now() - user.last_login < FRESH:
        return None
    return render(request, "people/my/sign_in_again.html", status=403)


def rechecked(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of one's own data for POST, back to the own page for GET; nothing is kept by browsers or proxies."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return redirect("my_profile")
        return require_recheck(request) or view(request, *args, **kwargs)

    return guarded
