"""The privacy notice, for everybody; and agreeing to it, for who is signed in."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...errors import Refusal
from ...models import PrivacyNotice, User
from ...notice_text import parts_of
from ...selectors.privacy import current_notice, has_accepted
from ...services.notices import accept_notice


def privacy_notice(request: HttpRequest) -> HttpResponse:
    notice = current_notice(timezone.now())
    if notice is None:
        raise Http404
    is_accepted = request.user.is_authenticated and has_accepted(request.user, notice)
    facts = {"notice": notice, "parts": parts_of(notice.body), "is_accepted": is_accepted}
    return render(request, "people/my/notice.html", facts)


@login_required
@require_POST
def accept_privacy_notice(request: HttpRequest, version: int) -> HttpResponse:
    notice = get_object_or_404(PrivacyNotice, version=version)
    try:
        accept_notice(notice=notice, by=cast(User, request.user), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
        return redirect("privacy-notice")
    messages.success(request, _("You have agreed to the privacy notice."))
    return redirect("my_profile")
