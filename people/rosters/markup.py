"""The XML parts of a workbook as streams of elements: no document type, no entities, nothing from outside."""

from __future__ import annotations

import xml.sax
import zipfile
from typing import Any
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml import DefusedXmlException

from ..enums import FileFault
from ..errors import Malformed
from .archives import UNREADABLE, open_entry


class Elements(ContentHandler):
    """Elements by their local names, whichever prefix a program chose; text of the wanted ones is gathered."""

    texts: frozenset[str] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self._text: list[str] | None = None

    def begin(self, name: str, attributes: Any) -> None: ...

    def end(self, name: str, text: str) -> None: ...

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the library's name
        local = name.rpartition(":")[2]
        if local in self.texts:
            self._text = []
        self.begin(local, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802
        local = name.rpartition(":")[2]
        text = ""
        if local in self.texts:
            text, self._text = "".join(self._text or ()), None
        self.end(local, text)

    def characters(self, content: str) -> None:
        if self._text is not None:
            self._text.append(content)


def read_part(archive: zipfile.ZipFile, name: str, handler: Elements, *, limit: int) -> None:
    """Run `handler` over one part of the workbook, or `Malformed` with a `FileFault`."""
    try:
        with open_entry(archive, name, limit=limit) as stream:
            defusedxml.sax.parse(stream, handler, forbid_dtd=True)
    except DefusedXmlException:
        raise Malformed(FileFault.ENTITIES) from None
    except (KeyError, LookupError, xml.sax.SAXException, *UNREADABLE):
        raise Malformed(FileFault.BROKEN) from None
