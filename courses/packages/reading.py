"""A package as it is before anything of it is stored: a zip that keeps the rules, and what its manifest says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from ..enums.packages import PackageFault
from ..errors import PackageRefused
from .archive import Archive, look_through
from .entries import Entry
from .manifest import Manifest, read_manifest
from .manifest_xml import MOST_BYTES
from .names import folded
from .served import is_served

MANIFEST = "imsmanifest.xml"
MOST_NAMED = 50


@dataclass(frozen=True)
class ReadPackage:
    """`files` are served, by their path below `top_folder`; `left_out` are names of files of other kinds."""

    archive: Archive
    manifest: Manifest
    top_folder: str
    files: list[tuple[str, Entry]]
    left_out: list[str]


def read_package(file: IO[bytes]) -> ReadPackage:
    """Raises PackageRefused."""
    archive = look_through(file)
    top = _top_folder(archive)
    inside = [(entry.path.removeprefix(top), entry) for entry in archive.entries if entry.path.startswith(top)]
    outside = [entry.path for entry in archive.entries if not entry.path.startswith(top)]
    files = [(path, entry) for path, entry in inside if is_served(path)]
    spelling = {folded(path): path for path, _ in files}
    manifest_entry = next(entry for path, entry in inside if folded(path) == MANIFEST)
    manifest = read_manifest(_whole(archive, manifest_entry), lambda path: spelling.get(folded(path)))
    left_out = outside + [path for path, _ in inside if not is_served(path)]
    return ReadPackage(archive, manifest, top, files, left_out[:MOST_NAMED])


def _top_folder(archive: Archive) -> str:
    """`name/` where the manifest lies in the only folder at the top, else nothing."""
    paths = [entry.path for entry in archive.entries]
    if any(folded(path) == MANIFEST for path in paths):
        return ""
    tops = {path.partition("/")[0] for path in paths}
    top = f"{tops.pop()}/" if len(tops) == 1 else ""
    if top and any(folded(path) == folded(top + MANIFEST) for path in paths):
        return top
    raise PackageRefused(PackageFault.NO_MANIFEST)


def _whole(archive: Archive, entry: Entry) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PackageRefused(PackageFault.MANIFEST_BROKEN)
    return content
