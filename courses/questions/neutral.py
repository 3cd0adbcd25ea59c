"""Ids and orders that tell nothing: what a learner can see of an ordering or a matching must not betray its key.

A form gets the items in the right order, and so do files. Sorted by a digest of their texts, and numbered in that
order, they stand as they would have if the key were another.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from ..enums import BankKind
from .draft import QuestionDraft

Facts = dict[str, Any]


def neutral(draft: QuestionDraft) -> QuestionDraft:
    """The same question; the same again for what is neutral already. The draft has to be of the documented shape."""
    content, key = _neutral(draft.kind, draft.content, draft.key)
    return replace(draft, content=content, key=key)


def _neutral(kind: str, content: Facts, key: Facts) -> tuple[Facts, Facts]:
    if kind == BankKind.ORDERING:
        items, named = _mixed(content["items"], "i")
        return {**content, "items": items}, {**key, "order": [named.get(one, one) for one in key["order"]]}
    if kind == BankKind.MATCHING:
        right, named = _mixed(content["right"], "r")
        pairs = {left: named.get(one, one) for left, one in key["pairs"].items()}
        return {**content, "right": right}, {**key, "pairs": pairs}
    if kind == BankKind.CASE:
        return _case(content, key)
    return content, key


def _mixed(rows: list[Facts], letter: str) -> tuple[list[Facts], dict[str, str]]:
    ordered = sorted(rows, key=lambda row: (_digest(row["text"]), row["text"]))
    named = {row["id"]: f"{letter}{number}" for number, row in enumerate(ordered, start=1)}
    return [{**row, "id": named[row["id"]]} for row in ordered], named


def _case(content: Facts, key: Facts) -> tuple[Facts, Facts]:
    parts, keys = [], {}
    for part in content["parts"]:
        facts = key["parts"][part["id"]]
        shown, own = _neutral(part["kind"], part["content"], facts["key"])
        parts.append({**part, "content": shown})
        keys[part["id"]] = {**facts, "key": own}
    return {**content, "parts": parts}, {**key, "parts": keys}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
