"""The file of an export: written once, fetched by whoever asked for it, removed after seven days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import rules
from ..enums import ExportEventKind, ExportState
from ..enums.privacy import AccessKind
from ..errors import ExportGone, NotAllowed
from ..exporting import RowWriter, columns_of, known_columns, rows_of
from ..models import Membership, Organisation, PersonalExport, User
from ..querysets import MembershipQuerySet
from ..sealed_files import SealingWriter, new_sealed_file, opened_pieces
from ..spreadsheets import open_table
from .access_log import record_access
from .exports import UNDER_WAY, record_event

KEPT = dt.timedelta(days=7)
GIVEN_UP_AFTER = dt.timedelta(hours=6)
"""A worker that was killed says nothing: what is under way for longer has failed."""
BATCH = 1000


def write_export(*, export: PersonalExport, at: dt.datetime) -> None:
    """Write the file. Delivered twice, the second time does nothing; what goes wrong leaves no file behind."""
    claimed = PersonalExport.objects.filter(pk=export.pk, state=ExportState.WAITING)
    if not claimed.update(state=ExportState.WORKING):
        return
    try:
        count, file = _write_file(export, at)
    except BaseException:
        _close(export, ExportState.FAILED, ExportEventKind.FAILED, by=None, at=at)
        raise
    facts = {"file_name": _path(export).name, "file_sha256": file.digest.hexdigest(), "file_bytes": file.size}
    facts |= {"rows_total": count, "rows_written": count, "finished_at": at, "expires_at": at + KEPT}
    if not _close(export, ExportState.READY, ExportEventKind.WRITTEN, by=None, at=at, **facts):
        _path(export).unlink(missing_ok=True)


@transaction.atomic
def open_export(*, export: PersonalExport, by: User, at: dt.datetime) -> Iterator[bytes]:
    """The content of the file for whoever asked for it; every time is a row of the log."""
    if not PersonalExport.objects.downloadable_by(by, at).filter(pk=export.pk).exists():
        raise ExportGone(_("This file is not there any more. Ask for a new export."))
    try:
        file = _path(export).open("rb")
    except FileNotFoundError:
        raise ExportGone(_("This file is not there any more. Ask for a new export.")) from None
    record_event(export, ExportEventKind.DOWNLOADED, by=by, at=at)
    reason = export.reason or export.purpose
    record_access(kind=AccessKind.DOWNLOAD, reason=reason, by=by, at=at, organisation=export.organisation)
    return _content(file, export)


def remove_expired_exports(*, at: dt.datetime) -> int:
    """Remove the files whose time is over; the records stay. Answers how many exports were closed."""
    closed = 0
    for export in PersonalExport.objects.filter(state=ExportState.READY, expires_at__lte=at):
        _path(export).unlink(missing_ok=True)
        closed += _close(export, ExportState.EXPIRED, ExportEventKind.REMOVED, by=None, at=at, file_name="")
    for export in PersonalExport.objects.filter(state__in=UNDER_WAY, asked_at__lte=at - GIVEN_UP_AFTER):
        _path(export).unlink(missing_ok=True)
        closed += _close(export, ExportState.FAILED, ExportEventKind.FAILED, by=None, at=at)
    return closed


def _write_file(export: PersonalExport, at: dt.datetime) -> tuple[int, SealingWriter]:
    """How many rows, and the file. Whoever has lost the right to the data since he or she asked gets none."""
    if not rules.may_export_people(export.asked_by, export.organisation, is_full=export.is_full):
        raise NotAllowed(_("You may not take these data out of this organisation."))
    rows = rows_of(export, Membership.objects.visible_to(export.asked_by).in_force(timezone.localdate(at)))
    here = PersonalExport.objects.filter(pk=export.pk)
    here.update(rows_total=rows.count())
    names = dict(Organisation.objects.values_list("path", "name"))
    writer = RowWriter(known_columns(export.columns), export.is_full, names)
    facts: dict[str, Any] = {"columns": columns_of(export), "note": watermark(export, at)}
    facts["file_format"] = export.file_format
    count = 0
    with new_sealed_file(_path(export), owner=export.pk) as file, open_table(cast(IO[bytes], file), **facts) as table:
        for batch in _batches(rows):
            for membership in batch:
                table.row(writer.row(membership))
            count += len(batch)
            here.update(rows_written=count)
    return count, file


def watermark(export: PersonalExport, at: dt.datetime) -> str:
    facts = {
        "account": export.asked_by.username,
        "time": timezone.localtime(at).strftime("%Y-%m-%d %H:%M"),
        "purpose": export.purpose,
        "number": export.pk,
    }
    return _("Taken out by %(account)s at %(time)s for: %(purpose)s. Export %(number)s.") % facts


def _batches(rows: MembershipQuerySet) -> Iterator[list[Membership]]:
    """Along the tree, a page at a time: no read transaction stays open while the file is written."""
    ordered = rows.select_related("person", "organisation").order_by("organisation__path", "pk")
    after: tuple[str, int] = ("", 0)
    while True:
        batch = list(ordered.behind(*after)[:BATCH])
        if not batch:
            return
        yield batch
        after = (batch[-1].organisation.path, batch[-1].pk)


def _close(
    export: PersonalExport, state: ExportState, kind: ExportEventKind, *, by: User | None, at: dt.datetime, **facts: Any
) -> bool:
    """From the state it is in to a final one; False when somebody else was quicker."""
    before = (ExportState.READY,) if state == ExportState.EXPIRED else UNDER_WAY
    with transaction.atomic():
        if not PersonalExport.objects.filter(pk=export.pk, state__in=before).update(state=state, **facts):
            return False
        export.refresh_from_db(fields=["state", "rows_total", *facts])
        record_event(export, kind, by=by, at=at)
    return True


def _content(file: IO[bytes], export: PersonalExport) -> Iterator[bytes]:
    with file:
        yield from opened_pieces(file, owner=export.pk)


def _path(export: PersonalExport) -> Path:
    return Path(settings.EXPORT_ROOT) / f"{export.pk}.sealed"
