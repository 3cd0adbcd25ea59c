"""Names of entries in a package's archive."""

from __future__ import annotations

import unicodedata
from zipfile import ZipInfo

from ..enums.packages import PackageFault
from ..errors import PackageRefused

LONGEST = 500
LONGEST_FOLDED_BYTES = 2000  # PostgreSQL keeps at most about 2,700 bytes of a row in an index
UTF8_FLAG = 0x800
JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def path_of(info: ZipInfo) -> str:
    """The name as its author typed it. Raises PackageRefused for one that leads out of the archive or is no name."""
    # `filename` is cut at NUL by zipfile: the name the archive really holds is looked at.
    raw = _decoded(info)
    path = unicodedata.normalize("NFC", raw)
    bare = path.removesuffix("/")
    steps = bare.split("/")
    is_strange = any(unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} for one in path)
    if is_strange or "\\" in path or ":" in path or any(step in {"", ".", ".."} for step in steps):
        raise PackageRefused(PackageFault.NAME, name=raw)
    if len(path) > LONGEST or len(folded(path).encode()) > LONGEST_FOLDED_BYTES:
        raise PackageRefused(PackageFault.NAME, name=raw)
    return path


def folded(path: str) -> str:
    """A path as it is looked for: manifests written on Windows mix capital and small letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def is_junk(path: str) -> bool:
    """What macOS and Windows put into every zip by themselves."""
    name = folded(path)
    return name.startswith(JUNK[0]) or name.rpartition("/")[2] in JUNK[1:]


def _decoded(info: ZipInfo) -> str:
    """Chinese Windows packs names in GB18030 without saying so; zipfile then reads them as code page 437."""
    if info.flag_bits & UTF8_FLAG:
        return info.orig_filename
    try:
        given = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return given.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename
