"""What happened to a certificate, and who checked it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import Membership

from ..enums import CheckPath
from ..models import Certificate, CertificateEvent

CHECKS_SHOWN = 50


@dataclass(frozen=True)
class Check:
    """Somebody checked a certificate. `organisation` is "" for who has no account or belongs to none."""

    at: dt.datetime
    path: CheckPath
    organisation: str
    is_holder: bool


def history_of(certificate: Certificate) -> QuerySet[CertificateEvent]:
    """Oldest first."""
    return certificate.events.select_related("actor").order_by("number")


def checks_of(certificate: Certificate, on: dt.date) -> list[Check]:
    """Who checked it, latest first, at most fifty; two queries."""
    logs = list(certificate.verifications.order_by("-happened_at")[:CHECKS_SHOWN])
    askers = {log.user_id for log in logs if log.user_id}
    held = Membership.objects.in_force(on).filter(person__in=askers).order_by("-starts_on")
    names = dict(held.values_list("person_id", "organisation__name"))
    return [
        Check(
            at=log.happened_at,
            path=CheckPath(log.path),
            organisation=names.get(log.user_id, ""),
            is_holder=log.user_id in {certificate.learner_id, certificate.holder.pk},
        )
        for log in logs
    ]
