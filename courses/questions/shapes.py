"""Whether content and key have the shape that `draft` documents. What passes can be checked, marked and shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..enums import BankKind, MultipleScoring

Facts = dict[str, Any]


def is_shaped(kind: str, content: Any, key: Any) -> bool:
    if kind not in BankKind.values or not (isinstance(content, dict) and isinstance(key, dict)):
        return False
    return SHAPES[BankKind(kind)](content, key)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _are_rows(value: Any) -> bool:
    """Rows with an id of their own and a text."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return False
    ids = [one.get("id") for one in value]
    texts = [one.get("text") for one in value]
    return _are_texts(ids) and _are_texts(texts) and len(set(ids)) == len(ids)


def _are_percents(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_percent(one) for one in value.values())


def _is_percent(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -100 <= value <= 100


def _are_accepted(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and isinstance(one.get("number", one.get("text")), str)
        and isinstance(one.get("tolerance", "0"), str)
        and _is_percent(one.get("percent", 100))
        for one in value
    )


def _choice(content: Facts, key: Facts) -> bool:
    return (
        _are_rows(content.get("options"))
        and isinstance(content.get("shuffle", True), bool)
        and _are_texts(key.get("correct"))
        and _are_percents(key.get("weights", {}))
        and key.get("scoring", MultipleScoring.ALL) in MultipleScoring.values
    )


def _true_false(content: Facts, key: Facts) -> bool:
    return key.get("correct") is None or isinstance(key["correct"], bool)


def _fill(content: Facts, key: Facts) -> bool:
    blanks = key.get("blanks")
    return _is_whole(content.get("blanks")) and isinstance(blanks, list) and all(_are_accepted(one) for one in blanks)


def _matching(content: Facts, key: Facts) -> bool:
    pairs = key.get("pairs")
    return (
        _are_rows(content.get("left"))
        and _are_rows(content.get("right"))
        and isinstance(pairs, dict)
        and _are_texts([*pairs.values()])
    )


def _ordering(content: Facts, key: Facts) -> bool:
    return _are_rows(content.get("items")) and _are_texts(key.get("order"))


def _short(content: Facts, key: Facts) -> bool:
    return (
        _is_whole(content.get("most_characters"))
        and _are_accepted(key.get("accepted", []))
        and isinstance(key.get("reference", ""), str)
    )


def _essay(content: Facts, key: Facts) -> bool:
    rubric = key.get("rubric", [])
    return (
        _is_whole(content.get("most_characters"))
        and _are_rows(rubric)
        and all(_is_whole(one.get("centipoints")) for one in rubric)
        and isinstance(key.get("reference", ""), str)
    )


def _case(content: Facts, key: Facts) -> bool:
    parts, keys = content.get("parts"), key.get("parts")
    if not isinstance(parts, list) or not isinstance(keys, dict) or not all(isinstance(one, dict) for one in parts):
        return False
    ids = [part.get("id") for part in parts]
    return _are_texts(ids) and len(set(ids)) == len(ids) and all(_is_part(part, keys.get(part["id"])) for part in parts)


def _is_part(part: Facts, facts: Any) -> bool:
    if not (isinstance(facts, dict) and isinstance(facts.get("explanation", ""), str)):
        return False
    is_told = isinstance(part.get("stem"), str) and _is_whole(part.get("centipoints"))
    # A case in a case has its own fault: it is not looked into.
    kind = part.get("kind")
    return is_told and (kind == BankKind.CASE or is_shaped(str(kind), part.get("content"), facts.get("key")))


SHAPES: dict[BankKind, Callable[[Facts, Facts], bool]] = {
    BankKind.SINGLE: _choice,
    BankKind.MULTIPLE: _choice,
    BankKind.TRUE_FALSE: _true_false,
    BankKind.FILL: _fill,
    BankKind.MATCHING: _matching,
    BankKind.ORDERING: _ordering,
    BankKind.SHORT: _short,
    BankKind.ESSAY: _essay,
    BankKind.CASE: _case,
}
