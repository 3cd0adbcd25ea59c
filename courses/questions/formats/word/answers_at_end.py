"""Answers that stand together at the end of a paper: "1.C 2.B", "1-5 CBCCB", or one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..words import spellings, value_of
from .lines import any_of

DASH = "[-~\uff5e\u2014\uff0d\u81f3\u2013]"
RANGE = re.compile(f"([0-9]{{1,4}})\\s*{DASH}{{1,2}}\\s*([0-9]{{1,4}})\\s*[\u3001.\uff0e:\uff1a)\uff09\\s]*")
MOST_IN_RANGE = 200


@dataclass(frozen=True)
class FoundAnswer:
    number: int
    answer: str


@cache
def _token() -> re.Pattern[str]:
    """A number with letters or a word for right and wrong behind it."""
    words = [word for word in (*spellings("true"), *spellings("false")) if not word.isascii() or len(word) > 3]
    truth = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    letters = "[A-H\uff21-\uff28](?:[\\s,\uff0c\u3001]?[A-H\uff21-\uff28]){0,7}"
    return re.compile(
        f"(?<![0-9.])([0-9]{{1,4}})\\s*[\u3001.\uff0e:\uff1a)\uff09\\s-]\\s*({letters}|{truth})(?![A-Za-z])",
        re.IGNORECASE,
    )


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(f"[\\s\u3010\\[#*]*(?:{any_of('answers_heading')})[\\s\u3011\\]:\uff1a#*]*$")


def is_heading(text: str) -> bool:
    """A line that says "answers" and nothing else."""
    return len(text) < 40 and _heading().match(text) is not None


def are_answers(text: str) -> bool:
    """Whether a line holds answers to at least two numbered questions."""
    return RANGE.match(text.strip()) is not None or len(_token().findall(text[:2_000])) >= 2


def begins_with_answer(text: str) -> bool:
    bare = text.strip()
    return (
        RANGE.match(bare) is not None
        or _token().match(bare) is not None
        or re.match(r"[0-9]{1,4}\s*[.\u3001\uff0e]", bare) is not None
    )


def answers_in(text: str) -> Iterator[FoundAnswer]:
    """The answers on one line."""
    text = text.strip()
    ranges = list(_ranges(text))
    if ranges:
        yield from ranges
        return
    tokens = list(_token().finditer(text))
    if tokens and (len(tokens) > 1 or tokens[0].end() >= len(text.rstrip(" ;\uff1b.\u3002"))):
        yield from (FoundAnswer(int(found[1]), found[2]) for found in tokens)
        return
    line = re.match(r"([0-9]{1,4})\s*[.\u3001\uff0e:\uff1a)\uff09]\s*(\S.*)$", text, re.DOTALL)
    if line:
        yield FoundAnswer(int(line[1]), line[2])


def _ranges(text: str) -> Iterator[FoundAnswer]:
    found = list(RANGE.finditer(text))
    for one, following in zip(found, [*found[1:], None], strict=False):
        first, last = int(one[1]), int(one[2])
        values = list(_values(text[one.end() : following.start() if following else len(text)], last - first + 1))
        if 0 < len(values) == last - first + 1 <= MOST_IN_RANGE:
            yield from (FoundAnswer(first + place, value) for place, value in enumerate(values))


def _values(text: str, count: int) -> list[str]:
    """One answer a question: run together, or between spaces where some have several letters."""
    parts = [part for part in re.split("[\\s,\uff0c\u3001;\uff1b]+", text.strip()) if part]
    if len(parts) == count:
        return parts
    joined = "".join(parts)
    if len(joined) == count and all(one.isalpha() or value_of("true", one) or value_of("false", one) for one in joined):
        return list(joined)
    return []
