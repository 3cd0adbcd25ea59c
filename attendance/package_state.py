"""What counts as the state of a part at all: plain values, not endlessly many, in a form that databases keep. Pure."""

from __future__ import annotations

from typing import Any

from .errors import BadPackageState

LONGEST_SUSPEND_DATA = 64 * 1024
DEEPEST = 12
MOST_VALUES = 20_000


def refuse_shape(state: object) -> None:
    """An object with `cmi`, of texts, numbers and truth values, not endlessly deep or wide. Raises BadPackageState."""
    if not isinstance(state, dict) or set(state) != {"cmi"} or not isinstance(state["cmi"], dict):
        raise BadPackageState
    if len(text_of(state["cmi"].get("suspend_data"))) > LONGEST_SUSPEND_DATA:
        raise BadPackageState
    level: list[object] = [state]
    count = 0
    for _ in range(DEEPEST):
        following: list[object] = []
        for one in level:
            following += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        count += len(following)
        if count > MOST_VALUES:
            raise BadPackageState
        level = following
    if level or _holds_unstorable(state):
        raise BadPackageState


def _holds_unstorable(state: object) -> bool:
    """NUL and half a surrogate pair: no database keeps them."""
    waiting = [state]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one
        elif not _is_storable(one):
            return True
    return False


def _is_storable(one: object) -> bool:
    if isinstance(one, str):
        return "\0" not in one and not any("\ud800" <= char <= "\udfff" for char in one)
    return not isinstance(one, float) or abs(one) < float("inf")


def map_of(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def text_of(value: object) -> str:
    if isinstance(value, bool):
        return ""
    return value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else ""
