"""Finding doubles: two questions are the same when wording and options are, whatever the spaces and widths."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from .draft import QuestionDraft


def fingerprint_of(draft: QuestionDraft) -> str:
    """SHA-256 (hex) of kind, stem and sorted texts to choose from, normalised by NFKC, without space or case."""
    listed = [one for name in ("options", "left", "right", "items") for one in draft.content.get(name, [])]
    options = sorted(_plain(one["text"]) for one in listed)
    parts = [_plain(part["stem"]) for part in draft.content.get("parts", [])]
    told = "\x1f".join([draft.kind.value, _plain(draft.stem), *options, *parts])
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
