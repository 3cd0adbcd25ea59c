"""imsmanifest.xml as a tree whose names carry no namespace: tools write four namespaces for the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ..enums.packages import PackageFault
from ..errors import PackageRefused

MOST_BYTES = 2 * 1024 * 1024
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)["'][^>]*\?>""")
CHINESE = {b"gb2312", b"gbk", b"gb18030"}
LONGEST_TITLE = 200


def read_tree(content: bytes) -> Element:
    """The root element. Entities and anything outside the file are refused, not resolved. Raises PackageRefused."""
    if len(content) > MOST_BYTES:
        raise PackageRefused(PackageFault.MANIFEST_BROKEN)
    try:
        return fromstring(_readable(content), forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise PackageRefused(PackageFault.MANIFEST_BROKEN) from None


def _readable(content: bytes) -> bytes | str:
    """expat knows no encoding of several bytes a character but Unicode's."""
    declared = DECLARED.match(content)
    if declared is None or declared.group(1).lower() not in CHINESE:
        return content
    return content[declared.end() :].decode("gb18030")


def local(name: object) -> str:
    """A tag or attribute without its namespace, in small letters; a comment has none."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    return (child for child in element if local(child.tag) in names)


def child(element: Element, name: str) -> Element | None:
    return next(children(element, name), None)


def attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if local(key) == name), "").strip()


def text_in(element: Element, name: str) -> str:
    """The text of a child element, on one line, without control characters."""
    found = child(element, name)
    return one_line("".join(found.itertext())) if found is not None else ""


def one_line(text: str, most: int = LONGEST_TITLE) -> str:
    return "".join(one for one in " ".join(text.split()) if one.isprintable())[:most]


def namespaces(root: Element) -> set[str]:
    """Of tags and attributes."""
    names: set[Any] = set()
    for element in root.iter():
        names.add(element.tag)
        names.update(element.attrib)
    return {name[1:].partition("}")[0] for name in names if isinstance(name, str) and name.startswith("{")}
