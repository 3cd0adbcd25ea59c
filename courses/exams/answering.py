"""From a posted form to an answer of its kind (courses/questions/draft.py). Pure.

Nothing that is not one of the question's own ids gets through. None is no answer. Names of fields: `a` for the
question, `a-<id>` for its blanks, pairs and places, `a.<part>...` for the parts of a case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..enums import BankKind

Values = Callable[[str], list[str]]
"""What was posted under a name."""

LONGEST = 20_000
FIELD = "a"


def read(kind: str, content: dict[str, Any], values: Values, name: str = FIELD) -> Any:
    """The answer in a form, or None. A partly filled question is an answer."""
    match kind:
        case BankKind.SINGLE | BankKind.MULTIPLE:
            given = values(name)
            chosen = [option["id"] for option in content["options"] if option["id"] in given]
            return (chosen[:1] if kind == BankKind.SINGLE else chosen) or None
        case BankKind.TRUE_FALSE:
            return {"true": True, "false": False}.get(_first(values(name)))
        case BankKind.FILL:
            texts = [_text(values(f"{name}-{number}")) for number in range(int(content["blanks"]))]
            return texts if any(texts) else None
        case BankKind.MATCHING:
            return _pairs(content, values, name)
        case BankKind.ORDERING:
            return _order(content, values, name)
        case BankKind.SHORT | BankKind.ESSAY:
            return _text(values(name), int(content.get("most_characters") or LONGEST)) or None
        case BankKind.CASE:
            return _parts(content, values, name)
    return None


def _first(given: list[str]) -> str:
    return given[0] if given else ""


def _text(given: list[str], most: int = 500) -> str:
    """Line ends as one character each; what cannot be stored or seen goes."""
    text = _first(given).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in text if one in "\n\t" or one.isprintable()).strip()[: min(most, LONGEST)]


def _pairs(content: dict[str, Any], values: Values, name: str) -> dict[str, str] | None:
    right = {one["id"] for one in content["right"]}
    pairs = {one["id"]: _first(values(f"{name}-{one['id']}")) for one in content["left"]}
    return {left: given for left, given in pairs.items() if given in right} or None


def _order(content: dict[str, Any], values: Values, name: str) -> list[str] | None:
    """Items by the place each was given; equal places keep the order of the question. All or none."""
    places = {one["id"]: _first(values(f"{name}-{one['id']}")) for one in content["items"]}
    if not all(place.isascii() and place.isdecimal() and len(place) < 4 for place in places.values()):
        return None
    return sorted(places, key=lambda item: int(places[item]))


def _parts(content: dict[str, Any], values: Values, name: str) -> dict[str, Any] | None:
    read_parts = {
        part["id"]: read(part["kind"], part["content"], values, f"{name}.{part['id']}") for part in content["parts"]
    }
    return {part: answer for part, answer in read_parts.items() if answer is not None} or None


def is_whole(kind: str, content: dict[str, Any], answer: Any) -> bool:
    """Whether nothing of a question is left open; a half-filled one is listed before handing in."""
    if answer is None:
        return False
    match kind:
        case BankKind.FILL:
            return all(answer)
        case BankKind.MATCHING:
            return len(answer) == len(content["left"])
        case BankKind.CASE:
            return all(is_whole(part["kind"], part["content"], answer.get(part["id"])) for part in content["parts"])
    return True
