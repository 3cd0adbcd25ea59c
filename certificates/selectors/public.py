"""What anybody may learn about a certificate: by the token of its QR code, or by number, name and ID digits."""

from __future__ import annotations

import datetime as dt
import hmac
import uuid
from dataclasses import dataclass

from people.names import mask
from people.names import normalise as normalise_name
from people.typing_traces import plain_code

from ..models import Certificate, CertificateToken
from ..numbering import canonical
from ..snapshot import Snapshot, sha256
from .state import State, state_of

NO_NUMBER = "-"
NOBODY = ("\x00", "\x00")


@dataclass(frozen=True)
class PublicFacts:
    """Everything printed on the paper, the name masked."""

    id: uuid.UUID
    number: str
    product: str
    title: str
    name_masked: str
    id_masked: str
    text: str
    subject: str
    hours: str
    period: str
    category_line: str
    rule_line: str
    issuer: str
    issued_on: dt.date
    state: State


def public_facts(certificate: Certificate, on: dt.date) -> PublicFacts:
    """On a civil date; one query."""
    snapshot = Snapshot.read(certificate.snapshot)
    return PublicFacts(
        id=certificate.pk,
        number=certificate.number,
        product=snapshot.product,
        title=snapshot.title,
        name_masked=mask(snapshot.name),
        id_masked=snapshot.id_masked,
        text=snapshot.text,
        subject=snapshot.values["subject"],
        hours=snapshot.values["hours"],
        period=snapshot.values["period"],
        category_line=snapshot.category_line,
        rule_line=snapshot.rule_line,
        issuer=snapshot.issuer,
        issued_on=snapshot.issued_on,
        state=state_of(certificate, on),
    )


def by_token(token: str) -> Certificate | None:
    """The certificate of an open QR address; one query, by the token's hash."""
    tokens = CertificateToken.objects.select_related("certificate")
    row = tokens.filter(token_sha256=sha256(token), closed_at__isnull=True).first()
    return row.certificate if row else None


def by_number(number: str, name: str, id_last4: str) -> Certificate | None:
    """The certificate whose number, full name and last four ID characters all fit.

    Unknown, malformed and not matching take the same steps: one query, two comparisons.
    """
    certificate = Certificate.objects.filter(number=canonical(number) or NO_NUMBER).first()
    snapshot = Snapshot.read(certificate.snapshot) if certificate else None
    printed_name, printed_digits = (snapshot.name, snapshot.id_masked[-4:]) if snapshot else NOBODY
    is_same_name = _same(normalise_name(printed_name), normalise_name(name))
    is_same_digits = _same(printed_digits, plain_code(id_last4))
    return certificate if is_same_name and is_same_digits and printed_digits else None


def _same(printed: str, typed: str) -> bool:
    return hmac.compare_digest(printed.encode("utf-8", "replace"), typed.encode("utf-8", "replace"))
