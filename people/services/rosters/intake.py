"""A roster file comes in: sealed at once, read later."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ... import rules
from ...errors import Malformed, NotAllowed
from ...models import Organisation, RosterFile, RosterImport, User
from ...models.rosters import OPEN_STATES
from ...rosters.reading import digest_of, refuse_at_once
from ...sealing import seal_bytes
from .purging import purge_rosters

KEPT = dt.timedelta(days=7)
LONGEST_NAME = 120


def start_import(
    *, name: str, content: bytes, organisation: Organisation, by: User | None, at: dt.datetime
) -> RosterImport:
    """Take a file in, to be judged by `judge_import`; `by=None` is the command line.

    The same file for the same organisation, while its import is open, gives that import.
    """
    if by is not None and not rules.may_manage_people(by, organisation):
        raise NotAllowed(_("You may not import people into this organisation."))
    try:
        refuse_at_once(name, len(content), content[:8])
    except Malformed as refusal:
        raise Malformed(refusal.fault, field="file") from None
    purge_rosters(at=at)
    digest = digest_of(content)
    try:
        found = open_import(organisation, digest)
        return found or _take_in(content, organisation=organisation, by=by, at=at, name=name, digest=digest)
    except IntegrityError:
        # Sent twice at the same moment: the other one is there now.
        return RosterImport.objects.get(organisation=organisation, file_digest=digest, state__in=OPEN_STATES)


def open_import(organisation: Organisation, digest: str) -> RosterImport | None:
    found: RosterImport | None = RosterImport.objects.filter(
        organisation=organisation, file_digest=digest, state__in=OPEN_STATES
    ).first()
    return found


@transaction.atomic
def _take_in(
    content: bytes, *, name: str, digest: str, organisation: Organisation, by: User | None, at: dt.datetime
) -> RosterImport:
    roster = RosterImport.objects.create(
        id=uuid.uuid4(),
        organisation=organisation,
        by=by,
        file_name=name[-LONGEST_NAME:],
        file_digest=digest,
        created_at=at,
        worked_at=at,
        expires_at=at + KEPT,
    )
    RosterFile.objects.create(roster=roster, sealed=seal_bytes(content, owner=roster.pk))
    log(roster, "people.upload_roster", user=by, timestamp=at, data={"organisation": organisation.pk})
    return roster
