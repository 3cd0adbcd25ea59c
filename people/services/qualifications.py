"""What people say they hold, as long as nobody has verified it."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..certificate_numbers import parse_certificate_number
from ..enums.qualifications import QualificationLevel, QualificationSource, QualificationState
from ..errors import CertificateNumberTaken, DateOutOfRange, LevelHeld, NotAllowed, QualificationDecided
from ..models import Qualification, User
from .evidence import drop_evidence, keep_evidence

FIRST_CERTIFICATE = dt.date(1990, 1, 1)
"""No certificate of the profession is older; a date before it is a slip of the hand."""
EVIDENCE_FIELDS = ("evidence_key", "evidence", "evidence_kind", "evidence_sha256")


@transaction.atomic
def claim_qualification(
    *,
    person: User,
    level: QualificationLevel | str,
    certificate_number: str,
    issued_on: dt.date,
    by: User,
    at: dt.datetime,
    evidence: bytes = b"",
) -> Qualification:
    """Enter a qualification: one's own, or HR for somebody it looks after. Either way it waits to be verified."""
    if by.pk != person.pk and not rules.may_manage_person(by, person):
        raise NotAllowed(_("You may not enter qualifications for this person."))
    source = QualificationSource.PERSON if by.pk == person.pk else QualificationSource.DESK
    facts = _facts(certificate_number, issued_on, at)
    claimed = Qualification(person=person, level=level, source=source, claimed_by=by, claimed_at=at, **facts)
    _write(claimed)
    if evidence:
        keep_evidence(claimed, evidence)
        claimed.save(update_fields=EVIDENCE_FIELDS)
    _record("people.claim_qualification", claimed, by, at)
    return claimed


@transaction.atomic
def record_level(
    *, person: User, level: QualificationLevel | str, by: User | None, at: dt.datetime
) -> tuple[Qualification, bool]:
    """A level as a roster names it, without number and unverified; True when it is new.

    What the person holds or claims already stays as it is. `by=None` is the command line.
    """
    held, is_new = Qualification.objects.current().get_or_create(
        person=person,
        level=QualificationLevel(level),
        defaults={"source": QualificationSource.ROSTER, "claimed_by": by, "claimed_at": at},
    )
    if is_new:
        _record("people.record_level", held, by, at)
    return held, is_new


@transaction.atomic
def correct_qualification(
    *,
    qualification: Qualification,
    certificate_number: str,
    issued_on: dt.date,
    by: User,
    at: dt.datetime,
    evidence: bytes = b"",
    is_without_evidence: bool = False,
) -> Qualification:
    """Change one's own claim while nobody has decided on it; a new file takes the place of the old one."""
    row = _own_claim(qualification, by)
    facts = _facts(certificate_number, issued_on, at)
    for name, value in facts.items():
        setattr(row, name, value)
    _write(row, *facts)
    if evidence:
        keep_evidence(row, evidence)
    elif is_without_evidence:
        drop_evidence(row)
    row.save(update_fields=EVIDENCE_FIELDS)
    _record("people.correct_qualification", row, by, at)
    return row


@transaction.atomic
def withdraw_qualification(*, qualification: Qualification, by: User | None, at: dt.datetime) -> None:
    """Take a claim back while nobody has decided on it: the person, or an import that is undone (`by=None` too)."""
    row = _own_claim(qualification, by)
    drop_evidence(row)
    row.state, row.decided_at = QualificationState.WITHDRAWN, at
    row.registrations.filter(confirmed_at=None).delete()
    row.save(update_fields=["state", "decided_at", *EVIDENCE_FIELDS])
    _record("people.withdraw_qualification", row, by, at)


def _own_claim(qualification: Qualification, by: User | None) -> Qualification:
    """Under lock, so that HR does not decide on what is being changed."""
    row: Qualification = Qualification.objects.select_for_update().get(pk=qualification.pk)
    is_roster = row.source == QualificationSource.ROSTER and (by is None or rules.may_manage_person(by, row.person))
    if not is_roster and (by is None or by.pk != row.person_id):
        raise NotAllowed(_("Only the person can change this."))
    if row.state != QualificationState.CLAIMED:
        raise QualificationDecided(_("This was decided or taken back in the meantime."))
    return row


def _facts(certificate_number: str, issued_on: dt.date, at: dt.datetime) -> dict[str, object]:
    if not FIRST_CERTIFICATE <= issued_on <= timezone.localdate(at):
        sentence = str(_("The day on the certificate is in the future or too long ago. Compare it."))
        raise DateOutOfRange(sentence, fields={"issued_on": sentence})
    return {"certificate_number": parse_certificate_number(certificate_number), "issued_on": issued_on}


def _write(row: Qualification, *changed: str) -> None:
    """Save; which of the two constraints speaks is asked afterwards, because databases word it differently."""
    try:
        with transaction.atomic():
            row.save(update_fields=changed or None)
    except IntegrityError:
        same = Qualification.objects.current().exclude(pk=row.pk).filter(person=row.person_id, level=row.level)
        if same.exists():
            sentence = str(_("This level is recorded already. Withdraw the entry first, or correct it."))
            raise LevelHeld(sentence, fields={"level": sentence}) from None
        sentence = str(_("This number is recorded already. Compare it; if it is right, ask your HR officer."))
        raise CertificateNumberTaken(sentence, fields={"certificate_number": sentence}) from None


def _record(action: str, row: Qualification, by: User | None, at: dt.datetime) -> None:
    log(row.person, action, user=by, timestamp=at, data={"qualification": row.pk, "level": str(row.level)})
