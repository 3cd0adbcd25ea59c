"""A screen of wagtailmedia, with what it leaves out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from wagtailmedia.permissions import get_permission_policy
from wagtailmedia.views.chooser import media_chosen


def choose_recording(request: HttpRequest, media_id: int) -> HttpResponse:
    """The list shows one's own organisations' recordings only; neither is another's had by its number."""
    policy = get_permission_policy()
    if not policy.instances_user_has_any_permission_for(request.user, ["change"]).filter(pk=media_id).exists():
        raise Http404
    chosen: HttpResponse = media_chosen(request, media_id)
    return chosen
