"""From an address in a manifest to the file of the archive that is opened."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ..enums.packages import PackageFault
from ..errors import PackageRefused
from .served import is_page

LONGEST_QUERY = 1000


@dataclass(frozen=True)
class Launch:
    """`query` begins with `?` or `#`, or is empty."""

    path: str
    query: str

    def with_parameters(self, parameters: str) -> str:
        """An item's `parameters` put to the resource's own query, as the standard joins them (CAM, 3.4.2.8)."""
        given = parameters.lstrip("?&")
        if not given:
            return self.query
        if given.startswith("#"):
            return self.query if "#" in self.query else (self.query + given)[:LONGEST_QUERY]
        before, mark, fragment = self.query.partition("#")
        joined = f"{before}&{given}" if before else f"?{given}"
        return (joined + mark + fragment)[:LONGEST_QUERY]


def launch_of(bases: Iterable[str], address: str, find: Callable[[str], str | None]) -> Launch:
    """Raises PackageRefused for a page elsewhere, a file that is not there, and one no browser opens."""
    whole = "".join(base if base.endswith("/") or not base else f"{base}/" for base in bases) + address.strip()
    try:
        parts = urlsplit(whole.replace("\\", "/"))
    except ValueError:
        raise PackageRefused(PackageFault.LAUNCH_MISSING, name=whole) from None
    if parts.scheme or parts.netloc:
        raise PackageRefused(PackageFault.LAUNCH_ELSEWHERE, name=whole)
    path = next((hit for written in (unquote(parts.path), parts.path) if (hit := find(_plain(written)))), None)
    if path is None:
        raise PackageRefused(PackageFault.LAUNCH_MISSING, name=parts.path)
    if not is_page(path):
        raise PackageRefused(PackageFault.LAUNCH_KIND, name=path)
    query = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return Launch(path, "".join(one for one in query if one.isprintable())[:LONGEST_QUERY])


def _plain(path: str) -> str:
    """Without `.` and `..`; one that leads out keeps its `..` and is found nowhere."""
    return posixpath.normpath(path).lstrip("/") if path else ""
