"""The paragraphs of a .docx file as lines, with the numbers that Word shows in front of them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from people.errors import Malformed
from people.rosters.archives import UNREADABLE, open_archive, open_entry

from ....enums.question_faults import QuestionFileFault, QuestionNote
from ....errors.question_imports import FileUnusable
from ..file_text import LONGEST_LINE, MOST_LINES, unusable
from ..plain_text import tidy
from ..tree import children, first, local, read_tree
from .lines import Line
from .numbering import Numbering, attribute, value

MAIN = "word/document.xml"
LARGEST_PART = 64 * 1024 * 1024
SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "delText", "txbxContent", "pPr", "rPr", "sectPr", "fldChar"}
NOTED = {
    "drawing": (QuestionNote.IMAGES, "img"),
    "pict": (QuestionNote.IMAGES, "img"),
    "object": (QuestionNote.MEDIA, "object"),
    "oMath": (QuestionNote.MATH, ""),
    "oMathPara": (QuestionNote.MATH, ""),
    "del": (QuestionNote.DOCUMENT, ""),
    "txbxContent": (QuestionNote.DOCUMENT, ""),
    "footnoteReference": (QuestionNote.DOCUMENT, ""),
    "endnoteReference": (QuestionNote.DOCUMENT, ""),
    "commentReference": (QuestionNote.DOCUMENT, ""),
}
Notes = set[tuple[QuestionNote, str]]


def lines_in_document(content: bytes) -> list[Line]:
    """Raises FileUnusable."""
    try:
        with open_archive(content) as archive:
            main = _part(archive, MAIN)
            if main is None:
                raise FileUnusable(QuestionFileFault.RENAMED, suffix="docx")
            numbering = Numbering(_part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml"))
    except Malformed as refusal:
        raise unusable(refusal) from None
    lines: list[Line] = []
    body = first(main, "body")
    for text, notes in _blocks(body if body is not None else main, numbering):
        for place, piece in enumerate(text.split("\n")):
            if len(piece) > LONGEST_LINE or len(lines) > MOST_LINES:
                raise FileUnusable(QuestionFileFault.CELL)
            lines.append(Line(len(lines) + 1, tidy(piece), () if place else tuple(sorted(notes))))
    return lines


def _part(archive: ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    try:
        with open_entry(archive, name, limit=LARGEST_PART) as stream:
            return read_tree(stream.read())
    except UNREADABLE:
        raise FileUnusable(QuestionFileFault.BROKEN) from None


def _blocks(parent: Element, numbering: Numbering) -> Iterator[tuple[str, Notes]]:
    for child in parent:
        name = local(child)
        if name == "p":
            yield _paragraph(child, numbering)
        elif name == "tbl":
            yield from _table(child, numbering)
        elif name in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}:
            yield from _blocks(child, numbering)


def _table(table: Element, numbering: Numbering) -> Iterator[tuple[str, Notes]]:
    """A row a line; a row of numbers over a row of answers becomes one line an answer."""
    rows: list[tuple[list[str], Notes]] = []
    for row in children(table, "tr"):
        cells, notes = [], set()
        for cell in children(row, "tc"):
            blocks = list(_blocks(cell, numbering))
            cells.append("\n".join(text for text, _ in blocks))
            notes |= {note for _, found in blocks for note in found}
        rows.append((cells, notes))
    place = 0
    while place < len(rows):
        cells, notes = rows[place]
        below = rows[place + 1][0] if place + 1 < len(rows) else []
        numbered = [
            (one.strip(), two.strip()) for one, two in zip(cells, below, strict=False) if one.strip().isdecimal()
        ]
        if len(numbered) >= 2 and not any(two.isdecimal() for _, two in numbered):
            yield "  ".join(f"{one}.{two}" for one, two in numbered), notes
            place += 2
        else:
            yield "\n".join(cells) if any("\n" in cell for cell in cells) else "\t".join(cells), notes
            place += 1


def _paragraph(paragraph: Element, numbering: Numbering) -> tuple[str, Notes]:
    notes: Notes = set()
    parts: list[str] = []
    _gather(paragraph, parts, notes)
    text = "".join(parts)
    number = numbering.number_of(first(paragraph, "pPr")) if text.strip() else ""
    return (f"{number} {text}" if number else text), notes


def _gather(element: Element, parts: list[str], notes: Notes) -> None:
    """Not deeper than `tree.MOST_DEPTH`."""
    for child in element:
        name = local(child)
        if name in NOTED:
            notes.add(NOTED[name])
        if name in SKIPPED:
            continue
        if name == "t":
            parts.append(child.text or "")
        elif name in {"tab", "ptab"}:
            parts.append("\t")
        elif name in {"br", "cr"}:
            parts.append("\n")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name == "r":
            _run(child, parts, notes)
        else:
            _gather(child, parts, notes)


def _run(run: Element, parts: list[str], notes: Notes) -> None:
    own: list[str] = []
    _gather(run, own, notes)
    text = "".join(own)
    properties = first(run, "rPr")
    underline = first(properties, "u")
    is_blank = text != "" and not text.strip(" \t\u3000\xa0") and "\n" not in text
    if is_blank and underline is not None and attribute(underline, "val") != "none":
        text = "____"
    if value(properties, "vertAlign") in {"superscript", "subscript"}:
        notes.add((QuestionNote.FORMATTING, value(properties, "vertAlign")))
    parts.append(text)
