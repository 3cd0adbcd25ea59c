"""The state of certificates, from their histories."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from ..enums import ReasonClass, Status
from ..models import Certificate, CertificateEvent
from ..standing import shown


@dataclass(frozen=True)
class State:
    """What the history says now; `reason_class` is public. `replaced_by` is the number of the new certificate."""

    status: Status
    since: dt.datetime
    reason_class: ReasonClass
    replaced_by: str
    replaced_by_id: uuid.UUID | None

    @property
    def is_good(self) -> bool:
        return self.status == Status.VALID


def state_of(certificate: Certificate, on: dt.date) -> State:
    """On a civil date; one query, and one more for a certificate that was replaced."""
    event = CertificateEvent.objects.filter(certificate=certificate).latest("number")
    return State(
        status=shown(Status(event.status), certificate.expires_on, on),
        since=event.happened_at,
        reason_class=ReasonClass(event.reason_class),
        replaced_by=event.replaced_by.number if event.replaced_by else "",
        replaced_by_id=event.replaced_by_id,
    )


def newest(column: str) -> Subquery:
    """A column of the latest event, for annotating certificates."""
    events = CertificateEvent.objects.filter(certificate=OuterRef("pk")).order_by("-number")
    return Subquery(events.values(column)[:1])
