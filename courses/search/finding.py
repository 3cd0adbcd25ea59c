"""Which courses a query finds, the best first: real matches by where they stand, then what may have been meant."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from ..models import CoursePage
from .abbreviations import spellings
from .fields import INITIALS, SOUND, TIERS, TITLE
from .pinyin import homophones, split
from .query import Ways
from .slips import guesses, pinyin_guesses
from .tokens import cut, normalise, pieces, query_tokens

# Real matches beyond which nobody needs to be asked what was meant.
ENOUGH = 12
MOST_MEANT = 200
LONGEST_INITIALS = 10

Way = list[list[str]]


@dataclass(frozen=True)
class Found:
    """Numbers of course pages, the best first. `meant`: not what was typed, but what it sounds or looks like."""

    matches: list[int] = field(default_factory=list)
    meant: list[int] = field(default_factory=list)


def find_courses(text: str) -> Found:
    """Never raises for any text. A handful of queries, however many courses there are."""
    if not query_tokens(text):
        return Found()
    matches = _matches(text)
    if len(matches) >= ENOUGH:
        return Found(matches)
    known = set(matches)
    meant = [pk for pk in _meant(cut(text)) if pk not in known]
    return Found(matches, meant)


def nearest(text: str, most: int = 3) -> list[int]:
    """Where nothing fits: the courses whose title shares most with the query, pairs before single characters."""
    characters = [one for one in dict.fromkeys(cut(text)) if one.isalnum()]
    for tokens in filter(None, (query_tokens(text), characters)):
        titles = _ask([[[f"{TITLE}{token}" for token in tokens]]], "pk", "title")[:MOST_MEANT]
        if titles:
            shared = [(sum(token in normalise(title) for token in tokens), -len(title), pk) for pk, title in titles]
            return [pk for _, _, pk in sorted(shared, reverse=True)[:most]]
    return []


def _matches(text: str) -> list[int]:
    """By tier: all of the query in the title, in the title or what is said of the course, and so on."""
    ranked: dict[int, tuple[int, ...]] = {}
    wanted = [normalise(spelling).strip() for spelling in spellings(cut(text))]
    everything = set(_ask(_ways(text, TIERS), "pk", flat=True))
    for tier in range(1, len(TIERS)):
        if len(ranked) == len(everything):
            break
        if tier == 1:
            for pk, title in _ask(_ways(text, TIERS[:1]), "pk", "title"):
                ranked[pk] = (_in_title(normalise(title), wanted), len(title), pk)
        else:
            for pk in _ask(_ways(text, TIERS[:tier]), "pk", flat=True):
                ranked.setdefault(pk, (tier + 1, 0, pk))
    for pk in everything:
        ranked.setdefault(pk, (len(TIERS) + 1, 0, pk))
    return sorted(ranked, key=ranked.__getitem__)


def _in_title(title: str, wanted: list[str]) -> int:
    """0: it is the title, 1: a part of it, 2: all its tokens are there."""
    if title in wanted:
        return 0
    return 1 if any(one in title for one in wanted) else 2


def _ways(text: str, tiers: tuple[str, ...]) -> list[Way]:
    return [[[f"{tier}{token}" for tier in tiers] for token in query_tokens(spelling)] for spelling in spellings(text)]


def _meant(text: str) -> list[int]:
    """What sounds like the query, else what a slip may have made of it."""
    return _ask(_sounding(text), "pk", flat=True)[:MOST_MEANT] or _ask(_slipped(text), "pk", flat=True)[:MOST_MEANT]


def _sounding(text: str) -> list[Way]:
    return [way for way in (_by_sound(text), _by_initials(text)) if way]


def _by_sound(text: str) -> Way:
    """Homophones for what was typed in Chinese, and pinyin for what was typed in letters. Empty: neither."""
    way: Way = []
    letters = ""
    for is_han, piece in [*pieces(text), (True, "")]:
        if not is_han:
            letters += piece
            continue
        if letters:
            read = split(letters)
            if read is None or len(read) < 2:
                return []
            way += [[f"{SOUND}{left}{right}"] for left, right in itertools.pairwise(read)]
            letters = ""
        way += [[f"{SOUND}{sound}" for sound in sounds] for sounds in homophones(piece)]
    return way


def _by_initials(text: str) -> Way:
    letters = "".join(piece for _, piece in pieces(text))
    if not (2 <= len(letters) <= LONGEST_INITIALS and letters.isascii() and letters.isalpha()):
        return []
    return [[f"{INITIALS}{left}{right}"] for left, right in itertools.pairwise(letters)]


def _slipped(text: str) -> list[Way]:
    found = pieces(text)
    if all(not is_han for is_han, _ in found):
        read = pinyin_guesses("".join(piece for _, piece in found))
        return [[[f"{SOUND}{left}{right}"] for left, right in itertools.pairwise(guess)] for guess in read]
    if len(found) == 1:
        return [[[f"{TITLE}{token}"] for token in guess] for guess in guesses(found[0][1])]
    return []


def _ask(ways: list[Way], *columns: str, flat: bool = False) -> list[Any]:
    """Columns of the courses that the index has for one of the ways."""
    if not ways:
        return []
    found = CoursePage.objects.search(Ways(ways), order_by_relevance=False).get_queryset()
    return list(found.order_by("pk").values_list(*columns, flat=flat))
