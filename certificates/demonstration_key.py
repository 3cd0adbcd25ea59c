"""A self-signed key for installations without a certificate of their own: the paper says that it is an example."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

BITS = 3072
YEARS = 10


def make_demonstration_key(file: Path, password: str) -> None:
    """Two processes may come here at once: the first to link its file wins, the other uses that."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
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
        .not_valid_after(begin + dt.timedelta(days=365 * YEARS))
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
