"""From facts and wording to the snapshot that is printed. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from . import wording
from .basis import Basis
from .snapshot import Snapshot

if TYPE_CHECKING:
    from .models import CertificateTemplate


@dataclass(frozen=True)
class Holder:
    """Whom a certificate names. `id_masked` is "" where no ID number is recorded."""

    name: str
    id_masked: str


def compose(
    *, number: str, basis: Basis, holder: Holder, template: CertificateTemplate, issued_on: dt.date, site_url: str
) -> Snapshot:
    words = basis.words
    category = wording.fill(template.category_line, words) if words["category"] else ""
    return Snapshot(
        number=number,
        product=basis.product.value,
        title=template.title,
        subtitle=template.subtitle,
        name=holder.name,
        id_masked=holder.id_masked,
        runs=wording.runs(template.body, words),
        values=words,
        category_line=category,
        rule_line=wording.rule_line(basis.rule, basis.minutes_per_credit),
        issuer=template.issuer,
        signatory_label=template.signatory_label,
        seal_text=template.seal_text,
        issued_on=issued_on,
        site=f"{urlsplit(site_url).netloc}/verify/",
        template_version=template.version,
        facts=basis.facts,
    )


def verify_url(site_url: str, token: str) -> str:
    """What the QR code carries."""
    return f"{site_url}/v/{token}"
