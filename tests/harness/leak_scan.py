"""Finds personal data in what the product says: full ID numbers, full mobile numbers, known names, stack traces.

What the same request sent is no leak when it comes back: a form that is shown again with what one has just typed
discloses nothing. It is judged by that one request alone; what an earlier step sent has to come back masked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2

from people.identity import check_character

ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z_.-])(?:[1-9][0-9]{5})(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx](?![0-9A-Za-z_-])"
)
PHONE = re.compile(r"(?<![0-9A-Za-z_.-])(?:\+?86)?(1[3-9][0-9]{9})(?![0-9A-Za-z_]|\.[0-9])")
TRACE = "Traceback (most recent call last)"
TEXT_TYPES = ("text/", "application/json", "application/xml", "application/vnd.oai.openapi", "application/javascript")


@dataclass(frozen=True)
class Leak:
    """`excerpt` shows where, never what: digits of the find are hidden."""

    kind: str
    place: str
    excerpt: str

    def __str__(self) -> str:
        return f"{self.kind} in {self.place}: {self.excerpt}"


def leaks_in(
    text: str, *, place: str, sent: str = "", names: Iterable[str] = (), with_traces: bool = True
) -> list[Leak]:
    """Every leak of a text. `sent` is what the same request sent, `names` who must not be named here."""
    found = [
        *(("ID number", match) for match in ID_NUMBER.finditer(text) if _is_id_number(match.group())),
        *(("phone", match) for match in PHONE.finditer(text)),
        *(("name", match) for name in names if name in text for match in re.finditer(re.escape(name), text)),
    ]
    leaks = [Leak(kind, place, _around(text, match)) for kind, match in found if not _was_sent(match, sent)]
    if with_traces and TRACE in text:
        leaks.append(Leak("stack trace", place, text[text.index(TRACE) :][:200]))
    return leaks


def texts_of(content: bytes, content_type: str) -> Iterator[str]:
    """The texts of a response or file: of a workbook its parts, of a PDF its pages, of a picture none."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels", ".txt", ".csv", ".json", ".html")):
                    yield archive.read(name).decode("utf-8", "replace")
    elif content.startswith(b"%PDF"):
        yield from _pages(content)
    elif content_type.startswith(TEXT_TYPES) or not content_type:
        yield content.decode("utf-8", "replace")


def _pages(content: bytes) -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return
    with document:
        for page in document:
            yield page.get_textpage().get_text_range()


def _is_id_number(number: str) -> bool:
    return check_character(number[:17]) == number[17].upper()


def _was_sent(match: re.Match[str], sent: str) -> bool:
    return bool(sent) and (match.group() in sent or (match.lastindex is not None and match.group(1) in sent))


def _around(text: str, match: re.Match[str]) -> str:
    before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 20]
    hidden = match.group()[:2] + "…" + match.group()[-2:]
    return " ".join(f"{before}{hidden}{after}".split())
