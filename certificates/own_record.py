"""What this app holds about one person, as plain values: its part of the person's own export."""

from __future__ import annotations

from typing import Any

from people.models import User

from .models import Certificate, CertificateEvent, VerificationLog

Rows = list[Any]


def record_of(person: User) -> dict[str, Rows]:
    """Certificates with their history, and who checked them. The papers themselves are downloaded one by one."""
    held = Certificate.objects.held_by(person)
    return {
        "certificates": list(
            held.order_by("issued_at").values("number", "product", "issued_at", "expires_on", "snapshot")
        ),
        "certificate_events": list(
            CertificateEvent.objects.filter(certificate__in=held.values("pk")).values(
                "certificate__number", "status", "reason_class", "happened_at"
            )
        ),
        "verifications": list(
            VerificationLog.objects.filter(certificate__in=held.values("pk")).values(
                "certificate__number", "path", "happened_at"
            )
        ),
    }
