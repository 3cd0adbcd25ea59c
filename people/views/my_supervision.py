"""Supervision, for both sides: meetings, entering one, confirming, declining, correcting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ..enums.supervision import SupervisionSide
from ..errors import Refusal
from ..forms.supervision import DeclineForm, MeetingForm
from ..models import SupervisionSession
from ..requests import SignedInRequest
from ..selectors.supervision import confirmed_supervision, meeting_rows, meetings_of
from ..selectors.supervisors import pairs_of
from ..services.supervision import record_meeting
from ..services.supervision_answers import confirm_meeting, decline_meeting
from .own import OwnAction

OVERVIEW = reverse_lazy("my-supervision")
PAGE = 20


@login_required
@require_GET
def my_supervision(request: SignedInRequest) -> HttpResponse:
    """Whom I supervise and who supervises me, this year's confirmed time, and all meetings, newest first."""
    today = timezone.localdate()
    page = Paginator(meeting_rows(request.user), PAGE).get_page(request.GET.get("page"))
    counting = confirmed_supervision(person=request.user, starts_on=today.replace(month=1, day=1), ends_on=today)
    facts = {
        "page": page,
        "meetings": meetings_of(request.user, page.object_list),
        "pairs": pairs_of(request.user, on=today),
        "received": sum(one.minutes for one in counting if one.side == SupervisionSide.SUPERVISEE),
        "given": sum(one.minutes for one in counting if one.side == SupervisionSide.SUPERVISOR),
        "year": today.year,
    }
    return render(request, "people/my/supervision.html", facts)


class AddMeeting(OwnAction):
    form_class = MeetingForm
    success_url = OVERVIEW
    title = gettext_lazy("Add a supervision meeting")
    submit = gettext_lazy("Submit to the other side")
    explanation = gettext_lazy("It counts once both of you have confirmed it; your entry is your confirmation.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "pairs": pairs_of(self.person, on=self.today)}

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": self.today, "mode": "individual"}

    def act(self, form: Form, at: dt.datetime) -> str:
        record_meeting(by=self.person, at=at, **form.cleaned_data)
        return _("Entered. It counts once the other side has confirmed it.")


class OwnMeeting(OwnAction):
    """A meeting of mine; those of others and absent ones look alike."""

    success_url = OVERVIEW

    @cached_property
    def meeting(self) -> SupervisionSession:
        return get_object_or_404(meeting_rows(self.person), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"subtitle": f"{self.meeting.held_on} · {self.meeting.topic}", **kwargs})


class CorrectMeeting(OwnMeeting):
    form_class = MeetingForm
    title = gettext_lazy("Correct a supervision meeting")
    submit = gettext_lazy("Submit to the other side")
    explanation = gettext_lazy(
        "The correction is a new entry. It takes the place of the old one once both of you have confirmed it."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        pair = self.meeting.pair
        is_mine = pair.appointment.person_id == self.person.pk
        side = SupervisionSide.SUPERVISOR if is_mine else SupervisionSide.SUPERVISEE
        other = pair.supervisee if is_mine else pair.appointment.person
        return {**super().get_form_kwargs(), "pairs": ((pair, side, other),)}

    def get_initial(self) -> dict[str, Any]:
        row = self.meeting
        return {"held_on": row.held_on, "minutes": row.minutes, "mode": row.mode, "topic": row.topic}

    def act(self, form: Form, at: dt.datetime) -> str:
        record_meeting(by=self.person, at=at, replaces=self.meeting, **form.cleaned_data)
        return _("Entered. It counts once the other side has confirmed it.")


class DeclineMeeting(OwnMeeting):
    form_class = DeclineForm
    is_harmful = True
    title = gettext_lazy("Decline a supervision meeting")
    submit = gettext_lazy("Decline the meeting")

    def act(self, form: Form, at: dt.datetime) -> str:
        decline_meeting(meeting=self.meeting, by=self.person, at=at, **form.cleaned_data)
        return _("Declined. The other side sees your reason.")


@login_required
@require_POST
def confirm_own_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(meeting_rows(request.user), pk=pk)
    try:
        confirm_meeting(meeting=meeting, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, _("Confirmed. The meeting counts."))
    return redirect("my-supervision")
