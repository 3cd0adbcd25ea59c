"""Issuing: once per learner, subject and period, from the ledger, under the learner's lock (certificates.md)."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from attendance.models import SchemeVersion
from attendance.selectors import course_standing, scheme_progress
from attendance.services.desk import lock_learner
from people.models import User
from people.sealing import seal
from people.services.identity import id_masked

from .. import basis as bases
from .. import drafting, drawing, eligibility, numbering, rules, signing
from ..basis import Basis
from ..drafting import Holder
from ..enums import Product, ReasonClass, Status
from ..errors import NamelessLearner, NotEligible, RecordMoved, UnknownSubject
from ..models import (
    Certificate,
    CertificateEvent,
    CertificateFile,
    CertificateTemplate,
    CertificateToken,
)
from ..snapshot import Snapshot, sha256
from .keys import record_key

TRIES = 3
TOKEN_BYTES = 16


@dataclass(frozen=True)
class Draft:
    """A drawn and signed certificate that is not issued yet."""

    basis: Basis
    holder: Holder
    template: CertificateTemplate
    snapshot: Snapshot
    pdf: bytes
    token: str


def issue_certificate(
    *, learner: User, product: Product, subject_key: str, by: User | None, at: dt.datetime
) -> Certificate:
    """The learner's certificate for a course or scheme: the one that is there, else a new one.

    Drawing and signing happen before the write lock is taken; under it eligibility is judged again, and the draft
    is dropped when a printed fact has changed meanwhile. `by=None` is the system itself.

    Raises NotEligible, UnknownSubject, NamelessLearner, GlyphMissing, TextTooLong, SigningUnavailable, NotAllowed,
    and RecordMoved when the facts changed at every try.
    """
    rules.require_may_issue(by, learner)
    for _ in range(TRIES):
        basis = eligible_basis(learner, product, subject_key, timezone.localdate(at))
        if issued := _issued(learner, basis):
            return issued
        draft = _draft(basis, _holder(learner), at)
        if certificate := _issue(draft, learner=learner, by=by, at=at):
            return certificate
        learner.refresh_from_db(fields=["real_name", "id_number_sealed"])
    raise RecordMoved


def eligible_basis(learner: User, product: Product, subject_key: str, on: dt.date) -> Basis:
    """What the ledger says now. Raises NotEligible with every reason, UnknownSubject."""
    if product == Product.COURSE:
        standing = course_standing(learner, _uuid(subject_key))
        if standing is None:
            raise UnknownSubject
        reasons, basis = eligibility.of_course(standing), bases.of_course(standing)
    else:
        try:
            progress = scheme_progress(learner, subject_key, on)
        except SchemeVersion.DoesNotExist:
            raise UnknownSubject from None
        reasons, basis = eligibility.of_scheme(progress), bases.of_scheme(progress)
    if reasons:
        raise NotEligible([reason.sentence for reason in reasons], [reason.code.value for reason in reasons])
    return basis


@transaction.atomic
def _issue(draft: Draft, *, learner: User, by: User | None, at: dt.datetime) -> Certificate | None:
    """Insert certificate, bytes, token and first event together; None when a printed fact has changed."""
    lock_learner(learner, at=at)
    basis = eligible_basis(learner, draft.basis.product, draft.basis.subject_key, timezone.localdate(at))
    if issued := _issued(learner, basis):
        return issued
    current = User.objects.only("real_name", "id_number_sealed").get(pk=learner.pk)
    if basis != draft.basis or _holder(current) != draft.holder:
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


def _draft(basis: Basis, holder: Holder, at: dt.datetime) -> Draft:
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


def _holder(learner: User) -> Holder:
    if not learner.real_name:
        raise NamelessLearner
    return Holder(learner.real_name, id_masked(learner))


def _issued(learner: User, basis: Basis) -> Certificate | None:
    """The newest certificate of this subject and period."""
    same = Certificate.objects.filter(
        learner=learner, product=basis.product, subject_key=basis.subject_key, period=basis.period
    )
    return same.order_by("-issue_number").first()


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise UnknownSubject from None
