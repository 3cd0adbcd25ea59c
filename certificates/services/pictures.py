"""The picture of a stored PDF, drawn at the first demand and kept."""

from __future__ import annotations

from ..models import Certificate, CertificateImage
from ..picture import draw_jpeg


def ensure_picture(*, certificate: Certificate) -> CertificateImage:
    """Drawn from the stored bytes only, so it may be lost and drawn again at any time."""
    kept = CertificateImage.objects.filter(certificate=certificate).first()
    if kept is not None:
        return kept
    jpeg = draw_jpeg(bytes(certificate.file.pdf))
    image, _ = CertificateImage.objects.get_or_create(certificate=certificate, defaults={"jpeg": jpeg})
    return image
