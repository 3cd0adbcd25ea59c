"""Milliseconds for a signed certificate and look-ups per second, each with its floor.

Floor of a certificate: the same words drawn bare by reportlab with the same two fonts, and one bare signature with
the same key. Floor of a look-up: the same framework reading one row by a unique column and writing one log row,
because a check that leaves no trace is not what the rules ask for.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
from itertools import count, cycle

from django.db import connection
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from attendance.models import HourEntry, StudyClock
from certificates import signing, typefaces
from certificates.enums import Product
from certificates.models import Certificate, CertificateToken
from certificates.services.issuing import issue_certificate
from people.models import User
from people.sealing import unseal

from .calling import Caller
from .measuring import milliseconds, per_second, report, rounds

SCHEME = "zj-120"
TARGET_SECONDS = 120 * 3600
LEARNERS = 160
ASKERS = 40


def run(database: str) -> None:
    typefaces.ready()
    _sign(database)
    _look_up(database)


def _sign(database: str) -> None:
    learners = iter([_learner() for _ in range(LEARNERS)])
    words = _words(_issue(next(learners)))
    ours, bare = rounds(lambda: _issue(next(learners)), lambda: _bare(words), steps=12, times=11)
    report(f"signed_certificate_{database}", "ms", milliseconds(ours), milliseconds(bare))


def _learner() -> User:
    learner = User.objects.create_user(f"bench-{uuid.uuid4().hex[:12]}", real_name="王小芳")
    StudyClock.objects.create(learner=learner)  # who has hours has a clock: every service that posts takes its lock
    HourEntry.objects.create(
        learner=learner,
        seconds=TARGET_SECONDS,
        title="Bench",
        category="practice",
        service_field="community",
        modality="classroom",
        occurred_on=dt.date(2026, 1, 5),
        posted_at=timezone.now(),
        source_kind="class",
        source_key=f"bench-{learner.pk}",
        rule_version="bench",
        explanation={},
    )
    return learner


def _issue(learner: User) -> Certificate:
    return issue_certificate(learner=learner, product=Product.SCHEME, subject_key=SCHEME, by=None, at=timezone.now())


def _words(certificate: Certificate) -> list[str]:
    """The printed words, in lines of thirty characters."""
    text = "".join(str(value) for value in json.loads(certificate.snapshot).values() if isinstance(value, str))
    return [text[start : start + 30] for start in range(0, len(text), 30)]


def _bare(words: list[str]) -> bytes:
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=landscape(A4), pageCompression=1)
    for number, line in enumerate(words):
        canvas.setFont(typefaces.BOLD if number % 4 == 0 else typefaces.SERIF, 14)
        canvas.drawString(60, 520 - 20 * number, line)
    canvas.save()
    signer = PdfSigner(PdfSignatureMetadata(field_name="Signature"), signer=signing.ensure_signing_key().signer)
    output = io.BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(page.getvalue())), bytes_reserved=8192, output=output)
    return output.getvalue()


def _look_up(database: str) -> None:
    token = CertificateToken.objects.select_related("certificate").latest("pk")
    secret = unseal(token.token_sealed, owner=token.certificate_id)
    askers = cycle([Caller(_learner()) for _ in range(ASKERS)])  # each account may ask sixty times a minute
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_floor (owner, seq, payload) VALUES (%s, 0, 'x')", [secret])
    numbers = count(1)
    ours, bare = rounds(
        lambda: next(askers).get(f"/api/v1/certificates/{secret}/"),
        lambda: next(askers).get(f"/floor/select/{secret}/{next(numbers)}/"),
        steps=60,
        times=9,
    )
    report(f"verify_{database}", "per_second", per_second(ours), per_second(bare), more_is_better=True)
