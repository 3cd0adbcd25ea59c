"""The history of a certificate: one more event, never a changed one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from people.models import User

from .. import rules
from ..enums import ReasonClass, Status
from ..errors import StatusNotPossible
from ..models import Certificate, CertificateEvent
from ..standing import may_follow


@transaction.atomic
def record_event(
    *,
    certificate: Certificate,
    status: Status,
    reason_class: ReasonClass,
    reason: str,
    by: User | None,
    at: dt.datetime,
    replaced_by: Certificate | None = None,
) -> CertificateEvent:
    """Give a certificate another state. `reason` stays inside; `reason_class` is public.

    Raises StatusNotPossible after a final state, NotAllowed for who does not oversee the holder.
    """
    rules.require_may_change_status(by, certificate)
    # The row lock orders two writers on PostgreSQL; on SQLite the transaction holds the write lock already.
    Certificate.objects.select_for_update().get(pk=certificate.pk)
    latest = CertificateEvent.objects.filter(certificate=certificate).latest("number")
    if not may_follow(Status(latest.status), status) or (status == Status.REISSUED) != (replaced_by is not None):
        raise StatusNotPossible
    return CertificateEvent.objects.create(
        certificate=certificate,
        number=latest.number + 1,
        status=status,
        reason_class=reason_class,
        reason=reason,
        replaced_by=replaced_by,
        actor=by,
        happened_at=at,
    )
