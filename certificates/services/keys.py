"""Public signing keys: written down at their first use, kept for ever."""

from __future__ import annotations

import datetime as dt

from ..models import SigningKey
from ..signing import SigningIdentity


def record_key(*, identity: SigningIdentity, at: dt.datetime) -> SigningKey:
    """The row of the key in use."""
    key, _ = SigningKey.objects.get_or_create(
        fingerprint=identity.fingerprint,
        defaults={
            "pem": identity.pem,
            "valid_from": identity.certificate.not_valid_before_utc,
            "valid_to": identity.certificate.not_valid_after_utc,
            "first_used_at": at,
        },
    )
    return key
