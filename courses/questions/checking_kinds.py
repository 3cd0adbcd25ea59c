"""What can be wrong with a question of each kind, named with the field of the form it stands in."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ..enums import BankKind, MultipleScoring
from ..enums.checking import DraftFault
from .accepting import number, plain
from .assigning import best_sum

BLANK = re.compile("_{3,}")
LONGEST = 20_000
MOST_OPTIONS = 50
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
FIXED_PLACE_WORDS = Path(__file__).parents[1] / "data" / "fixed_place_words.csv"
Facts = dict[str, Any]
Found = Iterator[tuple[DraftFault, str]]


def faults_of_text(text: str, *, is_needed: bool = False) -> Iterator[DraftFault]:
    if is_needed and not plain(text):
        yield DraftFault.STEM
    if len(text) > LONGEST:
        yield DraftFault.LONG
    if CONTROL.search(text):
        yield DraftFault.CONTROL


def faults_of_kind(kind: BankKind, stem: str, content: Facts, key: Facts, centipoints: int) -> Found:
    """Of every kind but cases; content and key are of the documented shape."""
    if kind == BankKind.FILL:
        yield from _fill(stem, content, key)
    elif kind == BankKind.ESSAY:
        yield from _essay(content, key, centipoints)
    else:
        yield from CHECKS[kind](content, key)


def _single(content: Facts, key: Facts) -> Found:
    yield from _choice(content, key)
    if len(key["correct"]) > 1:
        yield DraftFault.SEVERAL_RIGHT, "options"


def _multiple(content: Facts, key: Facts) -> Found:
    yield from _choice(content, key)
    if len(key["correct"]) == 1:
        yield DraftFault.ONE_RIGHT, "options"
    if len(content["options"]) > 1 and len(key["correct"]) == len(content["options"]):
        yield DraftFault.ALL_RIGHT, "options"
    weights = key.get("weights", {})
    if key.get("scoring") == MultipleScoring.WEIGHTS and any(weights.get(one, 0) <= 0 for one in key["correct"]):
        yield DraftFault.PERCENT, "options"


def _choice(content: Facts, key: Facts) -> Found:
    options, correct = content["options"], set(key["correct"])
    yield from _rows(options, "options")
    if not correct:
        yield DraftFault.NO_ANSWER, "options"
    if not correct <= {option["id"] for option in options}:
        yield DraftFault.ANSWER_OUTSIDE, "options"
    right = {plain(option["text"]) for option in options if option["id"] in correct}
    wrong = {plain(option["text"]) for option in options if option["id"] not in correct}
    if (right & wrong) - {""}:
        yield DraftFault.TWINS, "options"
    elif len(right) + len(wrong) < len(options):
        yield DraftFault.EQUAL_OPTIONS, "options"
    if content.get("shuffle", True) and any(_speaks_of_others(text) for text in right | wrong):
        yield DraftFault.FIXED_PLACE, "options"


def _true_false(content: Facts, key: Facts) -> Found:
    if key.get("correct") is None:
        yield DraftFault.NO_ANSWER, "correct"


def _fill(stem: str, content: Facts, key: Facts) -> Found:
    blanks, asked = key["blanks"], len(BLANK.findall(stem)) or 1
    if not 1 <= len(blanks) == content["blanks"] == asked:
        yield DraftFault.BLANKS, "blanks"
    if len(blanks) > MOST_OPTIONS:
        yield DraftFault.MANY, "blanks"
        return
    for accepted in blanks:
        if not accepted:
            yield DraftFault.NO_ANSWER, "blanks"
        yield from _accepted(accepted, "blanks")
    if content.get("any_order") and all(blanks) and not _are_apart(blanks):
        yield DraftFault.SAME_BLANKS, "blanks"


def _are_apart(blanks: list[list[Facts]]) -> bool:
    """Whether each blank can have an answer that no other one takes."""
    named = sorted({_named(one) for blank in blanks for one in blank})[:MOST_OPTIONS]
    size = max(len(named), len(blanks))
    worth = [[Decimal(0)] * size for _ in range(size)]
    for row, blank in enumerate(blanks):
        for one in blank:
            if _named(one) in named:
                worth[row][named.index(_named(one))] = Decimal(1)
    return best_sum(worth) == len(blanks)


def _named(accepted: Facts) -> str:
    return str(number(accepted["number"])) if "number" in accepted else plain(accepted["text"])


def _accepted(accepted: list[Facts], field: str) -> Found:
    for one in accepted:
        if "number" in one:
            if number(one["number"]) is None or number(one.get("tolerance", "0")) is None:
                yield DraftFault.NUMBER, field
        elif not plain(one["text"]):
            yield DraftFault.NO_ANSWER, field
        yield from ((code, field) for code in faults_of_text(one.get("text", "")))
        if not 0 < one.get("percent", 100) <= 100:
            yield DraftFault.PERCENT, field
    if len(accepted) > MOST_OPTIONS:
        yield DraftFault.MANY, field
    if accepted and all(one.get("percent", 100) < 100 for one in accepted):
        yield DraftFault.NOTHING_WHOLE, field


def _matching(content: Facts, key: Facts) -> Found:
    left, right, pairs = content["left"], content["right"], key["pairs"]
    for rows in (left, right):
        yield from _rows(rows, "pairs")
        if _have_twins(rows):
            yield DraftFault.TWINS, "pairs"
    if {one["id"] for one in left} != {*pairs} or not {*pairs.values()} <= {one["id"] for one in right}:
        yield DraftFault.PAIRS, "pairs"


def _ordering(content: Facts, key: Facts) -> Found:
    items = content["items"]
    yield from _rows(items, "items")
    if _have_twins(items):
        yield DraftFault.TWINS, "items"
    if sorted(one["id"] for one in items) != sorted(key["order"]):
        yield DraftFault.ORDER, "items"


def _rows(rows: list[Facts], field: str) -> Found:
    if len(rows) < 2:
        yield DraftFault.FEW, field
    if len(rows) > MOST_OPTIONS:
        yield DraftFault.MANY, field
    for row in rows:
        if not plain(row["text"]):
            yield DraftFault.EMPTY_OPTION, field
        yield from ((code, field) for code in faults_of_text(row["text"]))


def _have_twins(rows: Iterable[Facts]) -> bool:
    texts = [text for text in (plain(row["text"], match_case=True) for row in rows) if text]
    return len(set(texts)) < len(texts)


def _short(content: Facts, key: Facts) -> Found:
    yield from _length(content)
    yield from _accepted(key.get("accepted", []), "accepted")
    yield from ((code, "reference") for code in faults_of_text(key.get("reference", "")))
    if not key.get("accepted") and not plain(key.get("reference", "")):
        yield DraftFault.NO_REFERENCE, "reference"


def _essay(content: Facts, key: Facts, centipoints: int) -> Found:
    rubric = key.get("rubric", [])
    yield from _length(content)
    yield from ((code, "reference") for code in faults_of_text(key.get("reference", "")))
    for one in rubric:
        yield from ((code, "rubric") for code in faults_of_text(one["text"]))
    if any(not plain(one["text"]) or one["centipoints"] < 1 for one in rubric):
        yield DraftFault.CRITERION, "rubric"
    if len(rubric) > MOST_OPTIONS:
        yield DraftFault.MANY, "rubric"
    if rubric and sum(one["centipoints"] for one in rubric) != centipoints:
        yield DraftFault.RUBRIC_SUM, "rubric"
    if not rubric and not plain(key.get("reference", "")):
        yield DraftFault.NO_REFERENCE, "reference"


def _length(content: Facts) -> Found:
    if not 1 <= content["most_characters"] <= LONGEST:
        yield DraftFault.MOST_CHARACTERS, "most_characters"


def _speaks_of_others(text: str) -> bool:
    return any(text.startswith(word) for word in _fixed_place_words())


@cache
def _fixed_place_words() -> tuple[str, ...]:
    with FIXED_PLACE_WORDS.open(encoding="utf-8", newline="") as lines:
        return tuple(plain(row["word"]) for row in csv.DictReader(lines))


CHECKS: dict[BankKind, Callable[[Facts, Facts], Found]] = {
    BankKind.SINGLE: _single,
    BankKind.MULTIPLE: _multiple,
    BankKind.TRUE_FALSE: _true_false,
    BankKind.MATCHING: _matching,
    BankKind.ORDERING: _ordering,
    BankKind.SHORT: _short,
}
