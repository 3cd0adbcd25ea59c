"""Drawn and signed, not issued yet: this needs no lock."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from people.models import User
from people.services.identity import id_masked

from .. import drafting, drawing, numbering, signing
from ..basis import Basis
from ..drafting import Holder
from ..errors import NamelessLearner
from ..models import CertificateTemplate
from ..snapshot import Snapshot

TOKEN_BYTES = 16


@dataclass(frozen=True)
class Draft:
    basis: Basis
    holder: Holder
    template: CertificateTemplate
    snapshot: Snapshot
    pdf: bytes
    token: str


def make_draft(basis: Basis, holder: Holder, at: dt.datetime) -> Draft:
    """In the newest wording. Raises GlyphMissing, TextTooLong, SigningUnavailable."""
    template = CertificateTemplate.objects.filter(product=basis.product).latest("version")
    issued_on = timezone.localdate(at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    snapshot = drafting.compose(
        number=numbering.compose(settings.CERTIFICATE_PREFIX, issued_on.year, numbering.draw_body()),
        basis=basis,
        holder=holder,
        template=template,
        issued_on=issued_on,
        site_url=settings.SITE_URL,
    )
    address = drafting.verify_url(settings.SITE_URL, token)
    pdf = signing.sign(drawing.draw(snapshot, verify_url=address, at=timezone.localtime(at)))
    return Draft(basis, holder, template, snapshot, pdf, token)


def holder_of(learner: User) -> Holder:
    """Raises NamelessLearner."""
    if not learner.real_name:
        raise NamelessLearner
    return Holder(learner.real_name, id_masked(learner))
