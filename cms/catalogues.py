"""Compile translation catalogues: the `.po` file is the source, the `.mo` beside it is never committed."""

from __future__ import annotations

import os
from pathlib import Path

import polib


def compile_stale(root: Path) -> list[Path]:
    """Write the `.mo` of every catalogue under `root` that is newer than it; returns those written.

    Safe with several processes at once: the file appears whole or not at all.
    """
    written = []
    for source in sorted(root.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        rough = target.with_name(f"{target.name}.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(rough))
        rough.replace(target)
        written.append(target)
    return written
