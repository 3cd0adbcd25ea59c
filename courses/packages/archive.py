"""Which zip files are accepted as packages. Nothing is unpacked before the whole directory has been looked through.

Limits (security requirements for archives): 2,000 entries, 500 MB unpacked, 100 times its packed size. The sizes in a
zip are only what it says of itself, so they are held a second time while an entry is read.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from ..enums.packages import PackageFault
from ..errors import PackageRefused
from .directory import look_at_end
from .entries import Entry, refuse_doubles, refuse_kind, refuse_overlaps, refuse_sizes
from .names import is_junk, path_of

MAX_TOTAL = 500 * 1024 * 1024
CHUNK = 64 * 1024
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True)
class Archive:
    """A zip that keeps the rules; `entries` are its files without folders and the litter of operating systems."""

    zip: zipfile.ZipFile
    entries: list[Entry]
    packed_bytes: int

    def open(self, entry: Entry) -> IO[bytes]:
        """The entry as a stream that breaks off with PackageRefused where it is damaged or larger than it says."""
        try:
            inner = self.zip.open(entry.info)
        except UNREADABLE:
            raise PackageRefused(PackageFault.DAMAGED, name=entry.path) from None
        return io.BufferedReader(_Held(inner, entry), CHUNK)


def look_through(file: IO[bytes]) -> Archive:
    """The archive in `file`, or PackageRefused with the first rule it breaks."""
    packed = file.seek(0, os.SEEK_END)
    if packed > MAX_TOTAL:
        raise PackageRefused(PackageFault.TOO_LARGE)
    promised = look_at_end(file)
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise PackageRefused(PackageFault.NOT_ZIP)
    try:
        opened = zipfile.ZipFile(file)
    except UNREADABLE:
        raise PackageRefused(PackageFault.NOT_ZIP) from None
    infos = opened.infolist()
    if len(infos) != promised:
        raise PackageRefused(PackageFault.NOT_ZIP)
    named = [Entry(path_of(info), info) for info in infos]
    for entry in named:
        refuse_kind(entry)
    refuse_doubles(named)
    refuse_sizes(named, packed, MAX_TOTAL)
    refuse_overlaps(named, opened.start_dir)
    files = [entry for entry in named if not entry.path.endswith("/") and not is_junk(entry.path)]
    return Archive(opened, files, packed)


class _Held(io.RawIOBase):
    """An entry's bytes, at most as many as it says and the rules allow."""

    def __init__(self, inner: IO[bytes], entry: Entry) -> None:
        self.inner = inner
        self.entry = entry
        self.left = entry.info.file_size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            chunk = self.inner.read(min(len(buffer), CHUNK))
        except UNREADABLE:
            raise PackageRefused(PackageFault.DAMAGED, name=self.entry.path) from None
        self.left -= len(chunk)
        if self.left < 0:
            raise PackageRefused(PackageFault.BOMB, name=self.entry.path)
        if not chunk and self.left:
            raise PackageRefused(PackageFault.DAMAGED, name=self.entry.path)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self.inner.close()
        super().close()
