"""What every page of one import shares: it is there for those who look after its organisation, for others it is not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin import messages

from ...desk.pages import Desk
from ...enums import RosterState
from ...errors import Refusal
from ...models import RosterImport
from ...tasks import read_roster, undo_roster, write_roster

WORK = {RosterState.READING: read_roster, RosterState.WRITING: write_roster, RosterState.UNDOING: undo_roster}


class OfRoster(Desk):
    roster: RosterImport

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        seen = RosterImport.objects.visible_to(request.user).select_related("organisation", "by")
        self.roster = get_object_or_404(seen, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def above(self) -> list[dict[str, Any]]:
        return [to_list()]

    def roster_url(self) -> str:
        return reverse("rosters:detail", args=[self.roster.pk])


class Step(OfRoster, View):
    """A button: `act` calls one service, then the page comes again."""

    http_method_names = ["post"]

    def act(self) -> str:
        """Do it, and answer with the sentence that says what was done; empty where the page shows it."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            done = self.act()
        except Refusal as refusal:
            messages.error(request, str(refusal.detail))
        else:
            if done:
                messages.success(request, done)
        return redirect(self.back())

    def back(self) -> str:
        """The page of the list from which the button was pressed, at the row it belongs to."""
        asked = self.request.POST.get("back", "")
        query = f"?{asked}" if asked and all(part.isalnum() or part in "=&_-" for part in asked) else ""
        row = self.kwargs.get("number")
        return f"{self.roster_url()}{query}{f'#row-{row}' if row else ''}"


def to_list() -> dict[str, Any]:
    return {"url": reverse("rosters:index"), "label": RosterImport._meta.verbose_name_plural}


def start_work(roster: RosterImport) -> None:
    """Hand the import to the background worker; delivered twice, it is done once."""
    WORK[RosterState(roster.state)].enqueue(str(roster.pk))
