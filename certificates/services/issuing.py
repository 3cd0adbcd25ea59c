"""Issuing: once per learner, subject and period, from the ledger, under the learner's lock (certificates.md)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from attendance.services.desk import lock_learner
from people.models import User
from people.sealing import seal

from .. import rules, signing
from ..basis import Basis
from ..eligibility import require_eligible
from ..enums import Product, ReasonClass, Status
from ..errors import RecordMoved
from ..models import Certificate, CertificateEvent, CertificateFile, CertificateToken
from ..selectors.ledger import ask_ledger
from ..snapshot import sha256
from .drafts import Draft, holder_of, make_draft
from .keys import record_key

TRIES = 3


def issue_certificate(
    *, learner: User, product: Product, subject_key: str, by: User | None, at: dt.datetime
) -> Certificate:
    """The learner's certificate for a course or scheme: the one that is there, else a new one.

    Drawn and signed before the write lock is taken; under it everything is judged again, and a draft whose printed
    facts have changed is dropped. `by=None`: the system itself.

    Raises NotEligible, UnknownSubject, NotAllowed, RecordMoved, and what makes a draft impossible (`drafts`).
    """
    rules.require_may_issue(by, learner)
    for _ in range(TRIES):
        basis, reasons = ask_ledger(learner, product, subject_key, timezone.localdate(at))
        if issued := _issued(learner, basis):
            return issued
        require_eligible(reasons)
        draft = make_draft(basis, holder_of(learner), at)
        if certificate := _issue(draft, learner=learner, by=by, at=at):
            return certificate
        learner.refresh_from_db(fields=["real_name", "id_number_sealed"])
    raise RecordMoved


@transaction.atomic
def _issue(draft: Draft, *, learner: User, by: User | None, at: dt.datetime) -> Certificate | None:
    """Insert certificate, bytes, token and first event together; None when a printed fact has changed."""
    lock_learner(learner, at=at)
    basis, reasons = ask_ledger(learner, draft.basis.product, draft.basis.subject_key, timezone.localdate(at))
    if issued := _issued(learner, basis):
        return issued
    require_eligible(reasons)
    current = User.objects.only("real_name", "id_number_sealed").get(pk=learner.pk)
    if basis != draft.basis or holder_of(current) != draft.holder:
        return None
    canonical = draft.snapshot.canonical()
    certificate = Certificate.objects.create(
        number=draft.snapshot.number,
        learner=learner,
        product=basis.product,
        subject_key=basis.subject_key,
        period=basis.period,
        template=draft.template,
        signing_key=record_key(identity=signing.ensure_signing_key(), at=at),
        snapshot=canonical,
        snapshot_sha256=sha256(canonical),
        file_sha256=sha256(draft.pdf),
        ledger_position=basis.position,
        issued_at=at,
        issued_by=by,
    )
    CertificateFile.objects.create(certificate=certificate, pdf=draft.pdf)
    CertificateToken.objects.create(
        certificate=certificate,
        token_sha256=sha256(draft.token),
        token_sealed=seal(draft.token, owner=certificate.pk),
        opened_at=at,
    )
    CertificateEvent.objects.create(
        certificate=certificate,
        number=1,
        status=Status.VALID,
        reason_class=ReasonClass.ISSUED,
        actor=by,
        happened_at=at,
    )
    return certificate


def _issued(learner: User, basis: Basis) -> Certificate | None:
    """The newest certificate of this subject and period."""
    same = Certificate.objects.held_by(learner).filter(
        product=basis.product, subject_key=basis.subject_key, period=basis.period
    )
    return same.order_by("-issue_number", "-issued_at").first()
