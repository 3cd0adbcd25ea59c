"""A question as the controls of a form, with what was answered so far. Built from what a learner may see. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..enums import BankKind
from .answering import FIELD

LONG_TEXT = 120


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Control:
    """One named control: of a blank, a pair or a place; `text` stands before it."""

    name: str
    text: str
    value: str = ""
    choices: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """A question or a part of a case. `lines` are rows of a text box, 1 for a single line."""

    kind: str
    name: str
    stem: str
    centipoints: int
    choices: list[Choice] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    text: str = ""
    most_characters: int = 0
    parts: list[Asked] = field(default_factory=list)

    @property
    def lines(self) -> int:
        return 1 if self.most_characters <= LONG_TEXT else 4 if self.kind == BankKind.SHORT else 12


def asked(shown: dict[str, Any], answer: Any, name: str = FIELD) -> Asked:
    """`shown` is what `questions.showing.for_learner` gives; `answer` one of the question's kind, or None."""
    kind = shown["kind"]
    facts: dict[str, Any] = {"kind": kind, "name": name, "stem": shown["stem"], "centipoints": shown["centipoints"]}
    match kind:
        case BankKind.SINGLE | BankKind.MULTIPLE:
            chosen = answer or []
            facts["choices"] = [Choice(one["id"], one["text"], one["id"] in chosen) for one in shown["options"]]
        case BankKind.TRUE_FALSE:
            facts["choices"] = [Choice("true", "", answer is True), Choice("false", "", answer is False)]
        case BankKind.FILL:
            texts = [*(answer or []), *[""] * int(shown["blanks"])]
            facts["controls"] = [
                Control(f"{name}-{number}", str(number + 1), texts[number]) for number in range(int(shown["blanks"]))
            ]
        case BankKind.MATCHING:
            facts["controls"] = [_pair(shown, left, answer or {}, name) for left in shown["left"]]
        case BankKind.ORDERING:
            facts["controls"] = [_place(shown, item, answer or [], name) for item in shown["items"]]
        case BankKind.SHORT | BankKind.ESSAY:
            facts["text"], facts["most_characters"] = answer or "", int(shown["most_characters"] or 0) or 20_000
        case BankKind.CASE:
            given = answer or {}
            facts["parts"] = [asked(part, given.get(part["id"]), f"{name}.{part['id']}") for part in shown["parts"]]
    return Asked(**facts)


def _pair(shown: dict[str, Any], left: dict[str, str], answer: dict[str, str], name: str) -> Control:
    given = answer.get(left["id"], "")
    choices = [Choice(one["id"], one["text"], one["id"] == given) for one in shown["right"]]
    return Control(f"{name}-{left['id']}", left["text"], given, choices)


def _place(shown: dict[str, Any], item: dict[str, str], answer: list[str], name: str) -> Control:
    given = answer.index(item["id"]) + 1 if item["id"] in answer else 0
    places = range(1, len(shown["items"]) + 1)
    choices = [Choice(str(place), str(place), place == given) for place in places]
    return Control(f"{name}-{item['id']}", item["text"], str(given or ""), choices)


def answer_words(kind: str, content: dict[str, Any], answer: Any) -> list[str]:
    """An answer in words, a line each; a chosen truth value as `true` or `false`."""
    if answer is None:
        return []
    match kind:
        case BankKind.SINGLE | BankKind.MULTIPLE:
            return [one["text"] for one in content["options"] if one["id"] in answer]
        case BankKind.TRUE_FALSE:
            return ["true" if answer else "false"]
        case BankKind.FILL:
            return [f"{number}. {text}" for number, text in enumerate(answer, 1)] if len(answer) > 1 else list(answer)
        case BankKind.MATCHING:
            right = {one["id"]: one["text"] for one in content["right"]}
            pairs = [(left["text"], answer.get(left["id"])) for left in content["left"]]
            return [f"{left} — {right[given]}" for left, given in pairs if given in right]
        case BankKind.ORDERING:
            items = {one["id"]: one["text"] for one in content["items"]}
            return [f"{number}. {items[one]}" for number, one in enumerate(answer, 1) if one in items]
    return [str(answer)]
