"""The buttons of an import: correct a cell, choose an organisation, confirm, import, cancel, undo, go on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from ...enums import RosterColumn, RosterState
from ...models import Organisation
from ...services.rosters.confirming import confirm_rows
from ...services.rosters.correcting import choose_place, fix_cells
from ...services.rosters.writing import begin_import
from .of_roster import WORK, Step, start_work

STILL = dt.timedelta(minutes=1)


class FixCell(Step):
    def act(self) -> str:
        column, text = self.request.POST.get("column", ""), self.request.POST.get("text", "")
        if column not in RosterColumn.values:
            raise Http404
        user: Any = self.request.user
        fix_cells(
            roster=self.roster,
            number=self.kwargs["number"],
            texts={RosterColumn(column): text},
            by=user,
            at=timezone.now(),
        )
        return _("The row was corrected and judged again.")


class ChoosePlace(Step):
    def act(self) -> str:
        asked = self.request.POST.get("organisation", "")
        user: Any = self.request.user
        place = Organisation.objects.managed_by(user).filter(pk=asked if asked.isdecimal() else None).first()
        if place is None:
            raise Http404
        choose_place(roster=self.roster, number=self.kwargs["number"], organisation=place, by=user, at=timezone.now())
        return _("The organisation was chosen.")


class ConfirmRows(Step):
    """One row by its number, or one kind of warning on all rows."""

    def act(self) -> str:
        user: Any = self.request.user
        reason, number = self.request.POST.get("reason", ""), self.kwargs.get("number")
        if number is None and not reason:
            raise Http404
        count = confirm_rows(roster=self.roster, number=number, reason=reason, by=user, at=timezone.now())
        return _("%(count)d rows confirmed.") % {"count": count}


class BeginImport(Step):
    def act(self) -> str:
        user: Any = self.request.user
        self.roster = begin_import(roster=self.roster, by=user, at=timezone.now())
        start_work(self.roster)
        return ""


class Resume(Step):
    """Where a worker was killed: the work goes on where it stopped."""

    def act(self) -> str:
        if is_stuck(self.roster.state, self.roster.worked_at, timezone.now()):
            start_work(self.roster)
        return ""


def is_stuck(state: str, worked_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether work is due and nothing has been heard of it for a minute."""
    return RosterState(state) in WORK and now - worked_at > STILL
