"""XML as a tree with limits: no entities, nothing from outside, bounded in depth and number of elements."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from ...enums.question_faults import QuestionFileFault
from ...errors.question_imports import FileUnusable

MOST_DEPTH = 100
MOST_ELEMENTS = 2_000_000
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["'][^>]{0,200}?\?>""")
UNREADABLE = (ParseError, ValueError, LookupError, OverflowError, RecursionError, MemoryError, AssertionError)


class _Bounded(TreeBuilder):
    depth = 0
    count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        self.count += 1
        if self.depth > MOST_DEPTH or self.count > MOST_ELEMENTS:
            raise FileUnusable(QuestionFileFault.DEEP)
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def read_tree(content: bytes) -> Element:
    """The root element, or FileUnusable with ENTITIES, DEEP, ENCODING or XML and its line."""
    source = _as_utf8(content)
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(source)
        root: Element = parser.close()
    except DefusedXmlException:
        raise FileUnusable(QuestionFileFault.ENTITIES) from None
    except ParseError as error:
        raise FileUnusable(QuestionFileFault.XML, line=str(error.position[0])) from None
    except UNREADABLE:
        raise FileUnusable(QuestionFileFault.XML, line="1") from None
    return root


def _as_utf8(content: bytes) -> bytes:
    """Chinese encodings are read here: the parser underneath knows none of several bytes a character."""
    content = content.removeprefix(codecs.BOM_UTF8).lstrip()
    found = DECLARED.match(content[:500])
    if found is None:
        return content
    name = found[1].decode("ascii").lower()
    if name in {"utf-8", "utf8", "utf-16", "us-ascii", "iso-8859-1"}:
        return content
    encoding = "gb18030" if name.startswith(("gb", "cp936", "euc-cn", "hz")) else name
    try:
        return content[found.end() :].decode(encoding).encode()
    except (UnicodeError, LookupError):
        raise FileUnusable(QuestionFileFault.ENCODING) from None


def local(element: Element) -> str:
    """The element's name without its namespace, whichever prefix a program chose; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> list[Element]:
    return [child for child in element if not names or local(child) in names]


def first(element: Element | None, name: str) -> Element | None:
    if element is None:
        return None
    return next((child for child in element if local(child) == name), None)


def text_of(element: Element | None) -> str:
    """All text in the element."""
    return "" if element is None else "".join(element.itertext())


def descendants(element: Element, *names: str) -> Iterator[Element]:
    return (found for found in element.iter() if local(found) in names)


def flag(text: str | None, *, otherwise: bool) -> bool:
    word = (text or "").strip().lower()
    return word in {"1", "true", "yes", "on"} if word else otherwise
