"""Exports of people's data: who asks for what, of whom and why, and the log of it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..enums import ExportEventKind, ExportFormat, ExportState
from ..enums.privacy import AccessKind
from ..errors import NoColumnsChosen, NotAllowed, PurposeTooShort, Refusal, TooManyExports
from ..exporting import known_columns, known_filters
from ..models import Organisation, PersonalExport, PersonalExportEvent, User
from ..models.exports import SHORTEST_PURPOSE
from .access_log import record_access

MOST_AT_ONCE = 3
"""Exports of one person that wait or are being written."""
UNDER_WAY = (ExportState.WAITING, ExportState.WORKING)


@transaction.atomic
def ask_for_export(
    *,
    organisation: Organisation,
    purpose: str,
    columns: list[str],
    filters: dict[str, str],
    file_format: ExportFormat | str,
    by: User,
    at: dt.datetime,
    is_full: bool = False,
    reason: str = "",
) -> PersonalExport:
    """Record who wants which data of whom and for what; the file is written by `write_export`.

    ID numbers, phones and e-mail addresses are masked unless `is_full`, which takes an administrator and a reason.
    """
    if not rules.may_export_people(by, organisation, is_full=is_full):
        raise NotAllowed(_("You may not take these data out of this organisation."))
    purpose, reason = _sentence(purpose), _sentence(reason) if is_full else ""
    chosen = known_columns(columns)
    if refusal := _incomplete(purpose, reason, is_full=is_full, has_columns=bool(chosen)):
        raise refusal
    if PersonalExport.objects.filter(asked_by=by, state__in=UNDER_WAY).count() >= MOST_AT_ONCE:
        raise TooManyExports(_("Three of your exports are still being written. Wait until one is ready."))
    export = PersonalExport.objects.create(
        asked_by=by,
        organisation=organisation,
        purpose=purpose,
        columns=[column.value for column in chosen],
        filters=known_filters(filters),
        file_format=ExportFormat(file_format),
        is_full=is_full,
        reason=reason,
        asked_at=at,
    )
    record_event(export, ExportEventKind.ASKED, by=by, at=at)
    if is_full:
        record_access(kind=AccessKind.EXPORT, reason=reason, by=by, at=at, organisation=organisation)
    return export


def record_event(export: PersonalExport, kind: ExportEventKind, *, by: User | None, at: dt.datetime) -> None:
    """A row of the export's own log, which the database keeps, and one of the site's history."""
    PersonalExportEvent.objects.create(export=export, kind=kind, actor=by, happened_at=at)
    facts = {"organisation": export.organisation_id, "is_full": export.is_full, "rows": export.rows_total}
    log(export, f"people.export_{kind.value}", user=by, timestamp=at, data=facts)


def _incomplete(purpose: str, reason: str, *, is_full: bool, has_columns: bool) -> Refusal | None:
    short = _("Write at least %(count)d characters: whoever reads the log must understand it.")
    sentence = str(short) % {"count": SHORTEST_PURPOSE}
    if len(purpose) < SHORTEST_PURPOSE:
        return PurposeTooShort(sentence, fields={"purpose": sentence})
    if is_full and len(reason) < SHORTEST_PURPOSE:
        return PurposeTooShort(sentence, fields={"reason": sentence})
    if not has_columns:
        sentence = str(_("Choose at least one column."))
        return NoColumnsChosen(sentence, fields={"columns": sentence})
    return None


def _sentence(text: str) -> str:
    """On one line, at most as long as its column."""
    return " ".join(text.split())[:200]
