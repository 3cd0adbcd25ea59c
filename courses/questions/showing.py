"""What a learner sees of a question. Built from what may be shown, so that a key cannot come along by mistake."""

from __future__ import annotations

import hashlib
from typing import Any

from ..enums import BankKind
from .points import points_of_parts

Facts = dict[str, Any]
LISTS = {
    BankKind.SINGLE: "options",
    BankKind.MULTIPLE: "options",
    BankKind.MATCHING: "right",
    BankKind.ORDERING: "items",
}
SHOWN = {
    BankKind.SINGLE: ("options",),
    BankKind.MULTIPLE: ("options",),
    BankKind.TRUE_FALSE: (),
    BankKind.FILL: ("blanks", "any_order"),
    BankKind.MATCHING: ("left", "right"),
    BankKind.ORDERING: ("items",),
    BankKind.SHORT: ("most_characters",),
    BankKind.ESSAY: ("most_characters",),
}
PAIRED = ("id", "text")


def for_learner(kind: str, stem: str, content: Facts, *, centipoints: int, seed: str, shuffle: bool = True) -> Facts:
    """`{"kind", "stem", "centipoints", ...content}`; the same seed gives the same order, on every device.

    Matching's right column and the items of an ordering are always mixed; options where the question allows it.
    """
    shown: Facts = {"kind": BankKind(kind).value, "stem": stem, "centipoints": centipoints}
    if kind == BankKind.CASE:
        most = points_of_parts(content, centipoints)
        return {**shown, "parts": [_part(part, most[part["id"]], seed, shuffle=shuffle) for part in content["parts"]]}
    kind = BankKind(kind)
    for name in SHOWN[kind]:
        shown[name] = _plain(content.get(name))
    mixed = LISTS.get(kind)
    if mixed:
        is_due = kind in (BankKind.MATCHING, BankKind.ORDERING) or (shuffle and content.get("shuffle", True))
        if is_due:
            shown[mixed].sort(key=lambda row: _place(seed, stem, row["id"]))
    return shown


def _place(seed: str, stem: str, name: str) -> bytes:
    """A digest, not `random`: the order stays when Python or the order in the database changes."""
    return hashlib.sha256(f"{seed}\x1f{stem}\x1f{name}".encode(errors="surrogatepass")).digest()


def _part(part: Facts, most: int, seed: str, *, shuffle: bool) -> Facts:
    own = f"{seed}:{part['id']}"
    shown = for_learner(part["kind"], part["stem"], part["content"], centipoints=most, seed=own, shuffle=shuffle)
    return {"id": part["id"], **shown}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [{name: one[name] for name in PAIRED} for one in value]
    return value


def right_answer(kind: str, content: Facts, key: Facts) -> list[str]:
    """The right answer in words, a line each; for after the submission only."""
    if kind == BankKind.TRUE_FALSE:
        return ["true" if key["correct"] else "false"]
    if kind in (BankKind.SINGLE, BankKind.MULTIPLE):
        return [option["text"] for option in content["options"] if option["id"] in key["correct"]]
    if kind == BankKind.FILL:
        return [" / ".join(_accepted(one) for one in blank) for blank in key["blanks"]]
    if kind == BankKind.MATCHING:
        right = {one["id"]: one["text"] for one in content["right"]}
        return [f"{left['text']} \u2014 {right[key['pairs'][left['id']]]}" for left in content["left"]]
    if kind == BankKind.ORDERING:
        items = {one["id"]: one["text"] for one in content["items"]}
        return [f"{number}. {items[item]}" for number, item in enumerate(key["order"], 1)]
    if kind == BankKind.SHORT:
        return [_accepted(one) for one in key.get("accepted", [])] or [
            line for line in [key.get("reference", "")] if line
        ]
    return [line for line in [key.get("reference", "")] if line]


def _accepted(accepted: Facts) -> str:
    if "number" not in accepted:
        return str(accepted["text"])
    tolerance = str(accepted.get("tolerance", "0"))
    return str(accepted["number"]) if tolerance in ("", "0") else f"{accepted['number']} \u00b1 {tolerance}"


def for_review(
    kind: str,
    stem: str,
    content: Facts,
    key: Facts,
    explanation: str,
    *,
    centipoints: int,
    seed: str,
    shuffle: bool = True,
) -> Facts:
    """After the submission only: as `for_learner`, with `right` (lines of text), `right_ids` and `explanation`."""
    shown = for_learner(kind, stem, content, centipoints=centipoints, seed=seed, shuffle=shuffle)
    if kind != BankKind.CASE:
        told = {"right": right_answer(kind, content, key), "right_ids": _right_ids(kind, key)}
        return {**shown, **told, "explanation": explanation}
    parts = {part["id"]: part for part in content["parts"]}
    told_parts = []
    for part in shown["parts"]:
        own, held = parts[part["id"]], key["parts"][part["id"]]
        told = {
            "right": right_answer(own["kind"], own["content"], held["key"]),
            "right_ids": _right_ids(own["kind"], held["key"]),
            "explanation": held.get("explanation", ""),
        }
        told_parts.append({**part, **told})
    return {**shown, "parts": told_parts, "explanation": explanation}


def _right_ids(kind: str, key: Facts) -> Any:
    """In the shape of an answer; None where there is more than one right answer, or none that a machine knows."""
    names = {BankKind.MATCHING: "pairs", BankKind.ORDERING: "order"}
    if kind in (BankKind.SINGLE, BankKind.MULTIPLE, BankKind.TRUE_FALSE):
        return key["correct"]
    return key[names[BankKind(kind)]] if kind in names else None
