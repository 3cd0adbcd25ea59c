"""The page between a member of staff and the administration, and what follows once a factor is there."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from people.models import User

from ..second_factor import Standing, has_app, is_factor_path, is_staff_path, standing

WANTED = "second_factor_next"
"""Session key: the page, for staff or of the factors, that the person was on the way to."""


@never_cache
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Lead on to `next`, a page for staff: at once, after a code or passkey, or after setting one up."""
    user = cast(User, request.user)
    wanted = _staff_page(request.GET.get("next", ""))
    found = standing(user, get_authentication_records(request, user))
    if found == Standing.SHOWN:
        request.session.pop(WANTED, None)
        return HttpResponseRedirect(wanted)
    request.session[WANTED] = wanted
    if found == Standing.MISSING:
        return render(request, "cms/second_factor.html", {"wanted": wanted})
    way = "mfa_reauthenticate" if has_app(user) else "mfa_reauthenticate_webauthn"
    back_here = f"{request.path}?{urlencode({'next': wanted})}"
    return HttpResponseRedirect(f"{reverse(way)}?{urlencode({'next': back_here})}")


def _staff_page(target: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours and (is_staff_path(target) or is_factor_path(target)) else "/manage/"


def _count_as_used(request: HttpRequest, kind: Authenticator.Type) -> None:
    """The code or the key was shown a moment ago: asking for it again would prove nothing."""
    newest = Authenticator.objects.filter(user=request.user, type=kind).order_by("-pk").first()
    if newest:
        post_authentication(request, newest, reauthenticated=True)


class ActivateApp(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _count_as_used(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskey(AddWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _count_as_used(self.request, Authenticator.Type.WEBAUTHN)
        return response
