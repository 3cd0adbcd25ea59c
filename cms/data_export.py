"""A person's own data, from every app, as one file: JSON for machines, a workbook a section for people."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from attendance import own_record as attendance
from certificates import own_record as certificates
from courses import own_record as courses
from people import own_record as people
from people.enums.privacy import AccessKind
from people.models import User
from people.own_record import plain
from people.services.access_log import record_access
from people.services.revealing import OWN_LOOK
from people.spreadsheets import Column, open_table

FORMAT = 1
Record = dict[str, list[Any]]


@transaction.atomic
def export_own_data(*, by: User, at: dt.datetime) -> bytes:
    """A zip with `data.json` and one xlsx for each section that holds something; noted in the access log."""
    record_access(kind=AccessKind.EXPORT, reason=OWN_LOOK, by=by, at=at, person=by)
    log(by, "people.export_own_data", user=by, timestamp=at)
    return packed(whole_record(by), at)


def whole_record(person: User) -> Record:
    """Section to rows; each app contributes its own, none has two of one name."""
    parts = [app.record_of(person) for app in (people, courses, attendance, certificates)]
    return {section: rows for part in parts for section, rows in part.items()}


def packed(record: Record, at: dt.datetime) -> bytes:
    content = {"format": FORMAT, "exported_at": at.isoformat(), "sections": record}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(content, ensure_ascii=False, indent=1, default=plain))
        for section, rows in record.items():
            if rows:
                archive.writestr(f"{section}.xlsx", _workbook(rows))
    return file.getvalue()


def _workbook(rows: list[dict[str, Any]]) -> bytes:
    file = io.BytesIO()
    headings = list(rows[0])
    with open_table(file, file_format="xlsx", columns=[Column(name, width=24) for name in headings]) as table:
        for row in rows:
            table.row([_cell(row.get(name)) for name in headings])
    return file.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return value if isinstance(value, str | int | dt.date | dt.datetime | None) else str(value)
