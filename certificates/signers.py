"""Two of pyHanko's parts, changed where they would cost time or bytes."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import SimpleSigner


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
