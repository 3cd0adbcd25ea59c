"""The list of who is eligible for rewards or allowances, as a file: for a purpose, and with a row in the log."""

from __future__ import annotations

import datetime as dt
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.log_actions import log

from ..enums.qualifications import RewardKind
from ..errors import NotAllowed, PurposeTooShort
from ..models import Organisation, User
from ..models.exports import SHORTEST_PURPOSE
from ..querysets import overseen_paths
from ..selectors.rewards import Eligible, eligible_qualifications, eligible_rows
from ..spreadsheets import Column, open_table

BATCH = 500


@transaction.atomic
def write_eligibility_list(
    *,
    file: IO[bytes],
    kind: RewardKind,
    on: dt.date,
    purpose: str,
    file_format: str,
    by: User,
    at: dt.datetime,
    organisation: Organisation | None = None,
) -> int:
    """Write the list into `file`; answers how many rows. Names and levels only: no ID numbers, no phones."""
    if not (by.is_active and (by.is_superuser or overseen_paths(by))):
        raise NotAllowed(_("You may not take this list out."))
    purpose = " ".join(purpose.split())[:200]
    if len(purpose) < SHORTEST_PURPOSE:
        sentence = _("Write at least %(count)d characters: whoever reads the log must understand it.")
        sentence %= {"count": SHORTEST_PURPOSE}
        raise PurposeTooShort(sentence, fields={"purpose": sentence})
    rows = list(eligible_qualifications(by, kind=kind, on=on, organisation=organisation))
    note = _("Taken out by %(account)s at %(time)s for: %(purpose)s.") % {
        "account": by.username,
        "time": timezone.localtime(at).strftime("%Y-%m-%d %H:%M"),
        "purpose": purpose,
    }
    with open_table(file, file_format=file_format, columns=_columns(), note=note) as table:
        for start in range(0, len(rows), BATCH):
            for one in eligible_rows(rows[start : start + BATCH], by, kind=kind, on=on):
                table.row(_cells(one, on))
    facts = {"kind": str(kind), "on": str(on), "rows": len(rows), "purpose": purpose, "format": file_format}
    log(by, "people.export_eligibility", user=by, timestamp=at, data=facts)
    return len(rows)


def _columns() -> list[Column]:
    return [
        Column(pgettext("person", "name")),
        Column(_("organisation"), 28),
        Column(_("qualification level")),
        Column(_("certificate number"), 24),
        Column(_("issued on")),
        Column(_("registered until")),
        Column(pgettext("reward", "kind")),
        Column(_("on the day")),
        Column(pgettext("rule", "source"), 60),
    ]


def _cells(one: Eligible, on: dt.date) -> list[object]:
    row = one.qualification
    return [
        row.person.get_full_name(),
        one.membership.organisation.name if one.membership else "",
        row.get_level_display(),
        row.certificate_number,
        row.issued_on,
        one.registration.ends_on if one.registration else "",
        one.rule.get_kind_display(),
        on,
        one.rule.citation,
    ]
