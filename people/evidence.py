"""What an evidence file is, by its content, and what of it is kept.

A picture is decoded and written anew: whatever hung behind or inside it (another file, the place where it was taken)
is gone. A PDF stays as it is, if it is one document and nothing else.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageOps

from .enums.qualifications import EvidenceFault, EvidenceKind
from .errors import Malformed

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 20
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 3000
PDF_START = re.compile(rb"%PDF-[12]\.[0-9][\r\n \t]")
# Another beginning inside the head, or another archive's end: the file would be something else to somebody else.
PDF_TWO_FACED = re.compile(rb"(?i)<\s*(!doctype|html|svg|script|\?xml-stylesheet|body|iframe)|PK\x03\x04|MZ\x90")
# The two letters JS alone stand in every second packed picture by chance: there a value has to follow.
PDF_ACTIVE = re.compile(
    rb"/((JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|GoToR|XFA)\b"
    rb"|JS\s*([(<]|[0-9]+\s+[0-9]+\s+R\b))",
    re.IGNORECASE,
)
PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A letter of a name may be written as its number: `/J#53` is `/JS`."""
HEAD, TAIL = 2048, 2048
FORMATS = {EvidenceKind.JPEG: "JPEG", EvidenceKind.PNG: "PNG"}
CONTENT_TYPES = {EvidenceKind.PDF: "application/pdf", EvidenceKind.JPEG: "image/jpeg", EvidenceKind.PNG: "image/png"}


@dataclass(frozen=True)
class Evidence:
    kind: EvidenceKind
    content: bytes


def read_evidence(content: bytes) -> Evidence:
    """What is kept of an uploaded file, or `Malformed` with an `EvidenceFault`; its name is not looked at."""
    if fault := _size_fault(len(content)):
        raise Malformed(fault, field="evidence")
    kind = _kind(content)
    if kind is EvidenceKind.PDF:
        _check_pdf(content)
        return Evidence(kind, content)
    return Evidence(kind, _drawn_anew(content, kind))


def first_page(content: bytes) -> bytes:
    """A picture (JPEG) of a PDF's first page, so that HR sees it beside the fields."""
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0]
        scale = min(2.0, LONGEST_SIDE / 2 / max(page.get_width(), page.get_height(), 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _size_fault(size: int) -> EvidenceFault | None:
    if not size:
        return EvidenceFault.EMPTY
    return EvidenceFault.SIZE if size > MOST_BYTES else None


def _kind(content: bytes) -> EvidenceKind:
    if content.startswith(b"\xff\xd8\xff"):
        return EvidenceKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return EvidenceKind.PNG
    if PDF_START.match(content):
        return EvidenceKind.PDF
    raise Malformed(EvidenceFault.KIND, field="evidence")


def _check_pdf(content: bytes) -> None:
    if PDF_TWO_FACED.search(content[:HEAD]) or b"PK\x05\x06" in content[-TAIL:] or b"%%EOF" not in content[-TAIL:]:
        raise Malformed(EvidenceFault.KIND, field="evidence")
    if PDF_ACTIVE.search(PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)):
        raise Malformed(EvidenceFault.ACTIVE, field="evidence")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        raise Malformed(EvidenceFault.BROKEN, field="evidence") from None
    try:
        pages, attachments = len(document), document.count_attachments()
        scripts = pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document)
    finally:
        document.close()
    if attachments > 0 or scripts > 0:
        raise Malformed(EvidenceFault.ACTIVE, field="evidence")
    if not 1 <= pages <= MOST_PAGES:
        raise Malformed(EvidenceFault.LONG if pages else EvidenceFault.BROKEN, field="evidence")


def _drawn_anew(content: bytes, kind: EvidenceKind) -> bytes:
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Malformed(EvidenceFault.PIXELS, field="evidence")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright.save(out, FORMATS[kind], **({"quality": 88} if kind is EvidenceKind.JPEG else {"optimize": True}))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Malformed(EvidenceFault.BROKEN, field="evidence") from None
    return out.getvalue()
