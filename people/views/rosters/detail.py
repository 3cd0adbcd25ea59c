"""One import: how far it is, its rows with their verdicts, what it did."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ...desk.pages import DeskPage
from ...enums import RosterOutcome, RosterState, RosterVerdict
from ...models import RosterRow
from ...rosters.sentences import sentence_of
from ...selectors.roster_pages import SHOWN, count_rows, row_facts
from ...services.rosters.undoing import IN_TIME
from .of_roster import WORK, OfRoster
from .steps import is_stuck

ROWS = 50
OVER = (RosterState.WRITTEN, RosterState.UNDONE)


class RosterDetail(OfRoster, DeskPage):
    """Comes again by itself every two seconds while something is being done."""

    template_name = "people/desk/rosters/detail.html"
    header_icon = "list-ul"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.roster.state in WORK and not self._is_stuck():
            response["Refresh"] = "2"
        return response

    def get_page_title(self) -> str:
        return self.roster.file_name

    def get_page_subtitle(self) -> str:
        return str(self.roster.get_state_display())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roster = self.roster
        facts: dict[str, Any] = {"roster": roster, "is_working": roster.state in WORK, "is_stuck": self._is_stuck()}
        if roster.state == RosterState.REFUSED:
            facts["fault"] = sentence_of(roster.fault, {})
        if roster.state == RosterState.READY or roster.state in OVER:
            facts |= self._rows()
        return super().get_context_data(**{**facts, **kwargs})

    def _rows(self) -> dict[str, Any]:
        counts = count_rows(self.roster)
        kind, chosen = self._filter()
        rows = self.roster.rows.select_related("place", "person")
        page = Paginator(rows.filter(**chosen), ROWS).get_page(self.request.GET.get("p"))
        now = timezone.now()
        return {
            "counts": counts,
            "tabs": self._tabs(counts.outcomes if self._is_over() else counts.verdicts),
            "kind": kind,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "headings": [column.label for column in SHOWN],
            "rows": row_facts(self.roster, _listed(page)),
            "width": len(SHOWN) + 3,
            "is_ready": not self._is_over(),
            "query": f"show={kind}&p={page.number}",
            "can_undo": self.roster.state == RosterState.WRITTEN
            and self.roster.written_at is not None
            and now - self.roster.written_at <= IN_TIME,
        }

    def _is_over(self) -> bool:
        return self.roster.state in OVER

    def _is_stuck(self) -> bool:
        return is_stuck(self.roster.state, self.roster.worked_at, timezone.now())

    def _filter(self) -> tuple[str, dict[str, str]]:
        asked = self.request.GET.get("show", "")
        field, words = ("outcome", RosterOutcome.values) if self._is_over() else ("verdict", RosterVerdict.values)
        return (asked, {field: asked}) if asked in words else ("", {})

    def _tabs(self, counted: dict[str, int]) -> list[tuple[str, str, int]]:
        words: Any = RosterOutcome if self._is_over() else RosterVerdict
        return [(word.value, str(word.label), counted[word.value]) for word in words if counted.get(word.value)]


def _listed(page: Page[RosterRow]) -> list[RosterRow]:
    return list(page.object_list)
