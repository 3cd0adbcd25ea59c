"""The zip file that an .xlsx workbook is: nothing is unpacked before its directory has been looked through."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from typing import IO

from ..enums import FileFault
from ..errors import Malformed

MAX_ENTRIES = 2_000
MAX_TOTAL = 500 * 1024 * 1024
MAX_RATIO = 100
SMALL = 1024 * 1024  # an entry this small may be packed as well as it likes
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The workbook's archive, or `Malformed` with a `FileFault`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except UNREADABLE:
        raise Malformed(FileFault.BROKEN) from None
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise Malformed(FileFault.BOMB)
    names = [entry.filename for entry in entries]
    if len(names) != len({name.lower() for name in names}) or any(map(_is_foreign, entries)):
        raise Malformed(FileFault.BROKEN)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Malformed(FileFault.OLD)
    if any(_is_bomb(entry) for entry in entries):
        raise Malformed(FileFault.BOMB)
    _refuse_contents(names)
    return archive


def open_entry(archive: zipfile.ZipFile, name: str, *, limit: int) -> IO[bytes]:
    """One entry as a stream that breaks off with `Malformed` past `limit` bytes, whatever the directory says."""
    return io.BufferedReader(_Capped(archive.open(name), limit))


def _refuse_contents(names: list[str]) -> None:
    lower = [name.lower() for name in names]
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name for name in lower):
        raise Malformed(FileFault.MACROS)
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise Malformed(FileFault.EXTERNAL)


def _is_foreign(entry: zipfile.ZipInfo) -> bool:
    """A name that leads out of the archive, or an entry that is no plain file."""
    name = entry.orig_filename
    steps = name.replace("\\", "/").split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or "\0" in name or ".." in steps or steps[0] == "" or ":" in name


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


class _Capped(io.RawIOBase):
    def __init__(self, inner: IO[bytes], limit: int) -> None:
        self.inner = inner
        self.left = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        chunk = self.inner.read(len(buffer))
        self.left -= len(chunk)
        if self.left < 0:
            raise Malformed(FileFault.BOMB)
        buffer[: len(chunk)] = chunk
        return len(chunk)
