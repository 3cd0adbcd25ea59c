"""What the signature inside a PDF file says. Nothing in the file is trusted: the caller compares the fingerprint."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from dataclasses import dataclass

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import CMSStructuralError, extract_signer_info
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

UNREADABLE = (
    PdfReadError, CMSStructuralError, SignatureValidationError, ValueError, LookupError, TypeError, AttributeError,
    RecursionError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True)
class SignatureFacts:
    """`is_intact`: the signed bytes are those that were signed. `revision_sha256`: of the file as it was signed.

    `has_later_revision`: bytes follow the signed ones, or are left out of them. `signed_at` is what the file claims.
    """

    is_intact: bool
    covers_whole_file: bool
    has_later_revision: bool
    fingerprint: str
    signed_at: dt.datetime | None
    revision_sha256: str


def read_signature(pdf: bytes) -> SignatureFacts | None:
    """The first signature in `pdf`; None when there is none that can be read."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
        return _facts(pdf, signatures[0], len(signatures)) if signatures else None
    except UNREADABLE:
        return None


def _facts(pdf: bytes, signature: EmbeddedPdfSignature, count: int) -> SignatureFacts:
    signature.compute_integrity_info(skip_diff=True)  # type: ignore[no-untyped-call]
    intact, valid = validate_sig_integrity(
        extract_signer_info(signature.signed_data),
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    whole = signature.coverage == SignatureCoverageLevel.ENTIRE_FILE
    _, _, second, rest = (int(number) for number in signature.byte_range)
    return SignatureFacts(
        is_intact=intact and valid,
        covers_whole_file=whole,
        has_later_revision=not whole or count > 1,
        fingerprint=hashlib.sha256(signature.signer_cert.dump()).hexdigest(),
        signed_at=signature.self_reported_timestamp,
        revision_sha256=hashlib.sha256(pdf[: second + rest]).hexdigest(),
    )
