"""Which format a file of questions has, by what is in it; and reading it. Total: FileUnusable is all that comes out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from people.rosters.archives import UNREADABLE

from ...enums.question_faults import QuestionFileFault
from ...enums.question_imports import QuestionFormat
from ...errors.question_imports import FileUnusable
from .aiken import read_aiken
from .file_text import text_in_file
from .found import Reading
from .gift.read import read_gift
from .moodle.read import read_moodle
from .qti.read import read_qti
from .sheet import looks_like_table, read_csv, read_xlsx
from .word.text import read_document, read_text

MAX_BYTES = 32 * 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROOT = re.compile(rb"<(?:[A-Za-z0-9_.-]{1,40}:)?([A-Za-z][A-Za-z0-9_-]{0,60})[\s/>]")
AIKEN = re.compile(r"^\s*ANSWER\s*:\s*[A-Za-z]\s*\.?\s*$", re.MULTILINE)
GIFT = re.compile(r"(?<!\\)\{\s*(?:[~=#>]|T(?:RUE)?\s*[#}]|F(?:ALSE)?\s*[#}]|\}|%-?[0-9])|(?<!\\)\{[^{}\n]{0,200}[=~]")
SUFFIXES = {
    "gift": QuestionFormat.GIFT,
    "csv": QuestionFormat.CSV,
    "tsv": QuestionFormat.CSV,
    "xlsx": QuestionFormat.XLSX,
    "docx": QuestionFormat.WORD,
}
ROOTS = {
    b"quiz": QuestionFormat.MOODLE_XML,
    b"question": QuestionFormat.MOODLE_XML,
    b"assessmentItem": QuestionFormat.QTI,
    b"assessmentTest": QuestionFormat.QTI,
    b"questestinterop": QuestionFormat.QTI,
    b"qti-assessment-item": QuestionFormat.QTI,
    b"qti-assessment-test": QuestionFormat.QTI,
}
READERS: dict[QuestionFormat, Callable[[bytes], Reading]] = {
    QuestionFormat.XLSX: read_xlsx,
    QuestionFormat.CSV: read_csv,
    QuestionFormat.GIFT: read_gift,
    QuestionFormat.MOODLE_XML: read_moodle,
    QuestionFormat.AIKEN: read_aiken,
    QuestionFormat.QTI: read_qti,
}


def refuse_at_once(name: str, size: int, begin: bytes) -> None:
    """FileUnusable for what can be told from name, size and the first bytes, before anything is read."""
    suffix = name.lower().rpartition(".")[2]
    if suffix in {"xlsm", "xltm", "xlsb", "docm", "dotm"}:
        raise FileUnusable(QuestionFileFault.MACROS)
    if begin.startswith(OLE) or suffix in {"xls", "doc"}:
        raise FileUnusable(QuestionFileFault.OLD)
    if suffix == "mbz" or begin.startswith(b"\x1f\x8b"):
        raise FileUnusable(QuestionFileFault.MOODLE_BACKUP)
    if size == 0:
        raise FileUnusable(QuestionFileFault.EMPTY)
    if size > MAX_BYTES:
        raise FileUnusable(QuestionFileFault.BIG)
    if suffix in {"xlsx", "docx"} and not begin.startswith(ZIP):
        raise FileUnusable(QuestionFileFault.RENAMED, suffix=suffix)


def format_of(name: str, content: bytes) -> QuestionFormat:
    """By what is in the file; its name decides only where that says nothing."""
    if content.startswith(b"PK"):
        return _of_archive(content)
    found = _of_markup(content)
    if found is not None:
        return found
    suffix = name.lower().rpartition(".")[2]
    if suffix in {"gift", "csv", "tsv"}:
        return SUFFIXES[suffix]
    text = text_in_file(content)
    if AIKEN.search(text) and not GIFT.search(text):
        return QuestionFormat.AIKEN
    if looks_like_table(text):
        return QuestionFormat.CSV
    return QuestionFormat.GIFT if GIFT.search(text) else QuestionFormat.WORD


def read_questions(name: str, content: bytes, asked: QuestionFormat | None = None) -> Reading:
    """Every question of the file. Raises FileUnusable, nothing else."""
    refuse_at_once(name, len(content), content[:8])
    try:
        kind = asked or format_of(name, content)
        if kind == QuestionFormat.WORD:
            return read_document(content) if content.startswith(b"PK") else read_text(content)
        return READERS[kind](content)
    except (RecursionError, MemoryError):
        raise FileUnusable(QuestionFileFault.STOPPED) from None


def _of_archive(content: bytes) -> QuestionFormat:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {entry.filename.lower() for entry in archive.infolist()[:5_000]}
    except UNREADABLE:
        raise FileUnusable(QuestionFileFault.BROKEN) from None
    if "word/document.xml" in names:
        return QuestionFormat.WORD
    if "xl/workbook.xml" in names:
        return QuestionFormat.XLSX
    return QuestionFormat.QTI


def _of_markup(content: bytes) -> QuestionFormat | None:
    """By the name of the root element; None for a file that is no XML."""
    begin = content[:20_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        begin = content[:20_000].decode("utf-16", "ignore").encode()
    if not begin.startswith(b"<"):
        return None
    bare = re.sub(rb"<!--.{0,5000}?-->|<\?.{0,500}?\?>|<![^>]{0,2000}>", b"", begin, flags=re.DOTALL)
    root = ROOT.search(bare)
    if root is None:
        return None
    if root[1] not in ROOTS and (begin.startswith(b"<?xml") or root[1].lower() == b"html"):
        raise FileUnusable(QuestionFileFault.UNKNOWN)
    return ROOTS.get(root[1])
