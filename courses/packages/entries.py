"""Entries of a package's archive, and what none of them may be."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import dataclass

from ..enums.packages import PackageFault
from ..errors import PackageRefused
from .names import UTF8_FLAG, folded

MAX_RATIO = 100
SMALL = 1024 * 1024  # a file this small may be packed as well as it likes; all of them together may not
LOCAL_HEADER = 30
ENCRYPTED = 0x1 | 0x40 | 0x2000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Entry:
    """A file of the archive. `path` is relative to the manifest's folder, in Unicode's NFC."""

    path: str
    info: zipfile.ZipInfo


def refuse_kind(entry: Entry) -> None:
    info = entry.info
    if info.flag_bits & ENCRYPTED:
        raise PackageRefused(PackageFault.ENCRYPTED, name=entry.path)
    if info.compress_type not in METHODS:
        raise PackageRefused(PackageFault.METHOD, name=entry.path)
    kind = stat.S_IFMT(info.external_attr >> 16)
    # Also where another system is named: some unpackers look at these bits whatever made the archive.
    if kind and kind not in {stat.S_IFREG, stat.S_IFDIR}:
        raise PackageRefused(PackageFault.LINK, name=entry.path)


def refuse_doubles(entries: list[Entry]) -> None:
    """Nor may one name be a folder here and a file there."""
    seen: set[str] = set()
    folders: set[str] = set()
    for entry in entries:
        name = folded(entry.path.removesuffix("/"))
        if name in seen:
            raise PackageRefused(PackageFault.TWICE, name=entry.path)
        seen.add(name)
        steps = name.split("/")
        depths = range(1, len(steps) + entry.path.endswith("/"))
        folders.update("/".join(steps[:depth]) for depth in depths)
    for entry in entries:
        if not entry.path.endswith("/") and folded(entry.path) in folders:
            raise PackageRefused(PackageFault.TWICE, name=entry.path)


def refuse_sizes(entries: list[Entry], packed: int, most: int) -> None:
    for entry in entries:
        info = entry.info
        if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise PackageRefused(PackageFault.BOMB, name=entry.path)
    total = sum(entry.info.file_size for entry in entries)
    if total > most:
        raise PackageRefused(PackageFault.TOO_LARGE)
    if total > SMALL and total > MAX_RATIO * packed:
        raise PackageRefused(PackageFault.BOMB, name=entries[0].path)


def refuse_overlaps(entries: list[Entry], directory_at: int) -> None:
    """Entries that share packed bytes: a bomb that every single ratio looks fine for."""
    ordered = sorted((entry.info for entry in entries), key=lambda info: info.header_offset)
    ends = [info.header_offset for info in ordered[1:]] + [directory_at]
    for info, end in zip(ordered, ends, strict=False):
        name = info.orig_filename.encode("utf-8" if info.flag_bits & UTF8_FLAG else "cp437", "replace")
        if info.header_offset + LOCAL_HEADER + len(name) + info.compress_size > end:
            raise PackageRefused(PackageFault.BOMB, name=info.orig_filename)
