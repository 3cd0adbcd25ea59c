"""One's own certificates."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from people.models import User
from people.sealing import unseal

from ..drafting import verify_url
from ..enums import Status
from ..models import Certificate
from ..snapshot import Snapshot
from ..standing import shown
from .state import newest


@dataclass(frozen=True)
class CertificateLine:
    """A certificate in a list."""

    id: uuid.UUID
    number: str
    title: str
    subject: str
    hours: str
    issued_on: dt.date
    status: Status
    status_on: dt.date


def certificates_of(learner: User, on: dt.date) -> list[CertificateLine]:
    """Newest first; one query."""
    rows = Certificate.objects.held_by(learner).annotate(status_now=newest("status"), status_at=newest("happened_at"))
    return [_line(row, on) for row in rows.order_by("-issued_at")]


def _line(row: Any, on: dt.date) -> CertificateLine:
    snapshot = Snapshot.read(row.snapshot)
    return CertificateLine(
        id=row.pk,
        number=row.number,
        title=snapshot.title,
        subject=snapshot.values["subject"],
        hours=snapshot.values["hours"],
        issued_on=snapshot.issued_on,
        status=shown(Status(row.status_now), row.expires_on, on),
        status_on=timezone.localdate(row.status_at),
    )


def address_of(certificate: Certificate) -> str:
    """The address in the QR code, for the holder; "" when every address was closed."""
    token = certificate.tokens.filter(closed_at__isnull=True).order_by("-opened_at").first()
    return verify_url(settings.SITE_URL, unseal(token.token_sealed, owner=certificate.pk)) if token else ""
