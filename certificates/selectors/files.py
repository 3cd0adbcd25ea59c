"""What a file somebody was given is: ours and unchanged, ours and changed, or not ours."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from .. import comparison
from ..enums import FileFault, FileVerdict, Printed
from ..errors import FileTooLarge, NotAPdf
from ..models import Certificate, SigningKey
from ..pdf_reading import words_of
from ..signature_facts import SignatureFacts, read_signature
from ..snapshot import Snapshot, sha256

MOST_MEGABYTES = 10
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
HEADER_WITHIN = 1024


@dataclass(frozen=True)
class FileCheck:
    """`differing` are the printed fields that are not as issued, `faults` what else is wrong.

    `certificate` is the one the file is, or claims to be; None for a foreign file.
    """

    verdict: FileVerdict
    certificate: Certificate | None = None
    differing: tuple[Printed, ...] = ()
    faults: tuple[FileFault, ...] = ()


def check_file(data: bytes) -> FileCheck:
    """Compare a file with the record: by hash, else by its signature and its text.

    Raises FileTooLarge, NotAPdf, EncryptedPdf, BrokenPdf.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge(MOST_MEGABYTES)
    if b"%PDF-" not in data[:HEADER_WITHIN]:
        raise NotAPdf
    if same := Certificate.objects.filter(file_sha256=sha256(data)).first():
        return FileCheck(FileVerdict.SAME, same)
    words = words_of(data)
    signature = read_signature(data)
    certificate = _of_signed_part(signature)
    is_signed_part = certificate is not None
    if certificate is None:
        certificate = _of_number(comparison.numbers_in(words.text, words.metadata, data))
    if certificate is None:
        return FileCheck(FileVerdict.FOREIGN)
    snapshot = Snapshot.read(certificate.snapshot)
    differing = comparison.differing(words.text, snapshot, certificate.template.body)
    if not is_signed_part and not comparison.is_about(differing, snapshot):
        return FileCheck(FileVerdict.FOREIGN)
    return FileCheck(FileVerdict.ALTERED, certificate, tuple(differing), _faults(signature, bool(differing)))


def _of_signed_part(signature: SignatureFacts | None) -> Certificate | None:
    """The certificate that was signed, where something was only added behind it."""
    if signature is None or not signature.is_intact:
        return None
    return _with_wording().filter(file_sha256=signature.revision_sha256).first()


def _of_number(numbers: list[str]) -> Certificate | None:
    """The first number that was issued; those printed on the page come first."""
    issued = {row.number: row for row in _with_wording().filter(number__in=numbers)}
    return next((issued[number] for number in numbers if number in issued), None)


def _with_wording() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("template")


def _faults(signature: SignatureFacts | None, has_differing: bool) -> tuple[FileFault, ...]:
    faults = []
    if signature is None:
        faults.append(FileFault.UNSIGNED)
    elif not SigningKey.objects.filter(fingerprint=signature.fingerprint).exists():
        faults.append(FileFault.OTHER_KEY)
    elif not signature.is_intact:
        faults.append(FileFault.BROKEN_SIGNATURE)
    elif signature.has_later_revision:
        faults.append(FileFault.LATER_REVISION)
    if not has_differing:
        faults.append(FileFault.OUTSIDE)
    return tuple(faults)
