"""HR compares a claim with the certificate, and decides. Nobody decides on a claim of one's own."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..certificate_numbers import parse_certificate_number
from ..enums.qualifications import QualificationState
from ..errors import CertificateNumberTaken, DateOutOfRange, NotAllowed, QualificationDecided, ReasonMissing
from ..models import Qualification, User

SHORTEST_REASON = 4


@transaction.atomic
def verify_qualification(
    *, qualification: Qualification, certificate_number: str, issued_on: dt.date, by: User, at: dt.datetime
) -> Qualification:
    """A fact from now on, with number and day as they stand on the certificate in front of HR."""
    row = _open_claim(qualification, by)
    if issued_on > timezone.localdate(at):
        sentence = str(_("The day on the certificate is in the future or too long ago. Compare it."))
        raise DateOutOfRange(sentence, fields={"issued_on": sentence})
    row.certificate_number, row.issued_on = parse_certificate_number(certificate_number), issued_on
    try:
        with transaction.atomic():
            _decide(row, QualificationState.VERIFIED, "", by, at)
    except IntegrityError:
        sentence = str(_("This number belongs to another entry that waits or is verified. Decide on that one first."))
        raise CertificateNumberTaken(sentence, fields={"certificate_number": sentence}) from None
    return row


@transaction.atomic
def refuse_qualification(*, qualification: Qualification, reason: str, by: User, at: dt.datetime) -> Qualification:
    """The reason is shown to the person as it is; he or she may claim again."""
    row = _open_claim(qualification, by)
    reason = " ".join(reason.split())[:200]
    if len(reason) < SHORTEST_REASON:
        sentence = str(_("Write what is wrong and what the person should do: the reason is shown to him or her."))
        raise ReasonMissing(sentence, fields={"reason": sentence})
    return _decide(row, QualificationState.REFUSED, reason, by, at)


def _open_claim(qualification: Qualification, by: User) -> Qualification:
    """Under lock: of two officers who decide at once the second one is told."""
    row: Qualification = Qualification.objects.select_for_update().get(pk=qualification.pk)
    if row.person_id == by.pk:
        raise NotAllowed(_("Nobody verifies a qualification of his or her own. A colleague has to do it."))
    if not rules.may_decide_qualification(by, row):
        raise NotAllowed(_("You may not decide on this qualification."))
    if row.state != QualificationState.CLAIMED:
        raise QualificationDecided(_("This was decided or taken back in the meantime."))
    return row


def _decide(row: Qualification, state: QualificationState, reason: str, by: User, at: dt.datetime) -> Qualification:
    row.state, row.reason, row.decided_by, row.decided_at = state, reason, by, at
    row.save(update_fields=["certificate_number", "issued_on", "state", "reason", "decided_by", "decided_at"])
    facts = {"qualification": row.pk, "level": str(row.level), "state": str(state)}
    log(
        row.person,
        f"people.{'verify' if state == QualificationState.VERIFIED else 'refuse'}_qualification",
        user=by,
        timestamp=at,
        data=facts,
    )
    return row
