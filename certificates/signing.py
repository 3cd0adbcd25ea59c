"""Signing and reading signatures of PDF files: the only module that knows pyHanko.

Without a public certification authority the signature is nobody's green tick: it proves that the bytes are the
issuer's, against the public keys kept in `SigningKey`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper

from .demonstration_key import make_demonstration_key
from .errors import SigningUnavailable
from .signers import KeptKeySigner, SignatureRevision

FIELD = "Signature"
DIGEST = "sha256"
SIGNATURE_BYTES = 2048


@dataclass(frozen=True)
class SigningIdentity:
    """The key in use. `fingerprint` is the SHA-256 of the certificate in DER, in hexadecimal."""

    signer: SimpleSigner
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()


def ensure_signing_key() -> SigningIdentity:
    """The key of the settings, parsed once a process; a demonstration key is made where none was configured.

    Raises SigningUnavailable when the file is missing, unreadable or locked with another password.
    """
    return _load(settings.SIGNING_PKCS12, settings.SIGNING_PASSWORD)


def sign(pdf: bytes) -> bytes:
    """`pdf` with a PAdES certification signature, dated now, that allows no later change."""
    identity = ensure_signing_key()
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES,
        ),
        signer=identity.signer,
        timestamper=HTTPTimeStamper(settings.TSA_URL) if settings.TSA_URL else None,
    )
    output = io.BytesIO()
    # Without a size pyHanko signs twice, the first time to measure; a time stamp's size it must measure.
    room = None if settings.TSA_URL else 2 * (len(identity.pem) + SIGNATURE_BYTES)
    signer.sign_pdf(SignatureRevision(io.BytesIO(pdf)), bytes_reserved=room, output=output)
    return output.getvalue()


@cache
def _load(path: str, password: str) -> SigningIdentity:
    file = Path(path)
    if not file.exists() and _may_make(file):
        make_demonstration_key(file, password)
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(file.read_bytes(), password.encode() or None)
    except (OSError, ValueError) as error:
        raise SigningUnavailable from error
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningUnavailable
    stock = SimpleSigner.load_pkcs12_data(file.read_bytes(), [], password.encode() or None)
    signer = KeptKeySigner(stock.signing_cert, stock.signing_key, stock.cert_registry)
    signer.kept = key
    return SigningIdentity(signer, certificate)


def _may_make(file: Path) -> bool:
    return settings.DEMONSTRATION or file.is_relative_to(settings.VAR)
