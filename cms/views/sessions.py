"""Where one is signed in, and ending it there."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.forms import ManageUserSessionsForm
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.forms import ModelChoiceField
from django.http import HttpRequest


class EndSessionsForm(ManageUserSessionsForm):
    """One session, or without one all but this."""

    session = ModelChoiceField(UserSession.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = UserSession.objects.filter(user=self.request.user)

    def save(self, request: HttpRequest) -> None:
        chosen = self.cleaned_data["session"]
        if chosen:
            end_sessions(request, [chosen])
        else:
            end_other_sessions(request, self.request.user)


class SessionsView(ListUserSessionsView):
    form_class = EndSessionsForm
