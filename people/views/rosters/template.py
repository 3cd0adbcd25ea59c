"""An empty roster to fill in."""

from __future__ import annotations

import io

from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from ...desk.pages import Desk
from ...enums import RosterColumn
from ...spreadsheets import Column, open_table
from .files import attachment

TEMPLATE = (
    *(RosterColumn.NAME, RosterColumn.GENDER, RosterColumn.ID_NUMBER, RosterColumn.PHONE, RosterColumn.PLACE),
    *(RosterColumn.TOWNSHIP, RosterColumn.COUNTY, RosterColumn.CITY, RosterColumn.POST, RosterColumn.CATEGORY),
    *(RosterColumn.LEVEL, RosterColumn.STARTS_ON, RosterColumn.REMARK),
)


class Template(Desk, View):
    """An empty roster with the headings that are found by themselves."""

    def get(self, request: HttpRequest) -> HttpResponse:
        file = io.BytesIO()
        columns = [Column(str(column.label), width=22) for column in TEMPLATE]
        with open_table(file, file_format="xlsx", columns=columns):
            pass
        return attachment(file.getvalue(), "roster-template.xlsx")
