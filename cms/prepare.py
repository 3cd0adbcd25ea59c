"""First step of `make run`: give this installation secrets of its own, in `var/local.env`.

Runs before Django can, because settings need the secrets. Adds what is missing and changes nothing that is there:
data sealed with a key is lost without it.
"""

from __future__ import annotations

import base64
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

LOCAL_FILE = Path(__file__).resolve().parents[1] / "var" / "local.env"
WANTED: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "FIELD_KEYS": lambda: "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
    "SIGNING_PASSWORD": lambda: secrets.token_urlsafe(24),
    "DEMONSTRATION": lambda: "1",
}


def missing(present: str) -> list[str]:
    """Lines to add to the file's text `present`."""
    names = {line.partition("=")[0].strip() for line in present.splitlines()}
    return [f"{name}={make()}" for name, make in WANTED.items() if name not in names]


def write(path: Path = LOCAL_FILE) -> list[str]:
    """Add what is missing; returns the names added. The file is readable by its owner only, from the first byte."""
    path.parent.mkdir(parents=True, exist_ok=True)
    present = path.read_text("utf-8") if path.exists() else ""
    lines = missing(present)
    if lines:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write("" if present in {"", "\n"} or present.endswith("\n") else "\n")
            file.writelines(f"{line}\n" for line in lines)
    path.chmod(0o600)
    return [line.partition("=")[0] for line in lines]


if __name__ == "__main__":
    added = write()
    if added:
        sys.stdout.write(f"var/local.env: wrote {', '.join(added)}\n")
