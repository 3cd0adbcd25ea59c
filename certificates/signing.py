"""Signing and reading signatures of PDF files: the only module that knows pyHanko.

Without a public certification authority the signature is nobody's green tick: it proves that the bytes are the
issuer's, against the public keys kept in `SigningKey`.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper

from .errors import SigningUnavailable

FIELD = "Signature"
DIGEST = "sha256"
SIGNATURE_BYTES = 2048
DEMONSTRATION_BITS = 3072
DEMONSTRATION_YEARS = 10


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


class KeptKeySigner(SimpleSigner):
    """pyHanko parses and checks the private key at every signature; this one keeps it parsed."""

    kept: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        digest: hashes.HashAlgorithm = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self.kept, rsa.RSAPrivateKey):
            return self.kept.sign(data, padding.PKCS1v15(), digest)
        return self.kept.sign(data, ec.ECDSA(digest))


class SignatureRevision(IncrementalPdfFileWriter):
    """Adds the signature and leaves the metadata as they were drawn (pyHanko would date them by its own clock)."""

    def _update_meta(self) -> None:
        return None


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
        _make_demonstration_key(file, password)
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


def _make_demonstration_key(file: Path, password: str) -> None:
    """Two processes may come here at once: the first to link its file wins, the other uses that."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    key = rsa.generate_private_key(public_exponent=65537, key_size=DEMONSTRATION_BITS)
    archive = pkcs12.serialize_key_and_certificates(b"demonstration", key, _self_signed(key), None, lock)
    descriptor, temporary = tempfile.mkstemp(dir=file.parent)  # readable by the owner only
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(archive)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(temporary, file)
    except FileExistsError:
        pass
    finally:
        Path(temporary).unlink()


def _self_signed(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{settings.WAGTAIL_SITE_NAME} (demonstration)")])
    begin = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=1)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=365 * DEMONSTRATION_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, encipher_only=False, decipher_only=False, **usage
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
