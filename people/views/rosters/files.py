"""Files of an import: the rows that were not imported, with their reasons."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.generic import View

from ...enums import RosterColumn
from ...rosters.masking import masked
from ...rosters.sentences import sentence_of, split
from ...services.rosters.handing_back import refused_rows
from ...spreadsheets import CONTENT_TYPES, Column, open_table
from .of_roster import OfRoster


class RefusedRows(OfRoster, View):
    """Whoever uploaded the numbers gets them back as they were, to correct them; for others they are masked."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        is_own = self.roster.by_id == user.pk
        columns = [column for column in RosterColumn if column.value in self.roster.columns]
        headings = [Column(str(column.label), width=22) for column in columns]
        about = [Column(pgettext("roster column", "line in the file")), Column(pgettext("roster column", "reason"), 60)]
        file = io.BytesIO()
        with open_table(file, file_format="xlsx", columns=[*headings, *about]) as table:
            for row, cells in refused_rows(roster=self.roster, by=user, at=timezone.now()):
                facts = row.facts.get("of", {})
                why = " ".join(sentence_of(code, facts.get(code, {})) for code in split(row.reasons))
                texts = [cells.get(column, "").lstrip("'") for column in columns]
                shown = texts if is_own else [masked(*pair) for pair in zip(columns, texts, strict=True)]
                table.row([*shown, str(row.line), why])
        return attachment(file.getvalue(), "roster-refused.xlsx")


def attachment(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
