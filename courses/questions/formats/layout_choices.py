"""Choices, pairs and orders of the product's layout."""

from __future__ import annotations

import re

from ...enums import BankKind, MultipleScoring
from ...enums.question_faults import QuestionDoubt, QuestionFault
from ..draft import QuestionDraft
from . import build
from .amounts import decimal_of
from .answers import chosen, letter
from .fields import options_in, text_in
from .found import Parsed
from .pairs import read_pair
from .settings_cell import Settings, read_settings

MOST_OPTIONS = 50
OWN_LETTER = "{letter}\\s*[.\u3001\uff0e\u3002:\uff1a)\uff09]\\s*"
WEIGHT = re.compile("\\s*([A-Za-z]{1,2})\\s*[:\uff1a=]\\s*(-?[0-9]{1,3}(?:\\.[0-9]{1,5})?)\\s*%?\\s*")
BETWEEN_WEIGHTS = re.compile("[;\uff1b,\uff0c\n]")


def read_choice(parsed: Parsed, stem: str, kind: BankKind) -> QuestionDraft | None:
    texts = without_own_letters(options_in(parsed.cells))
    if not _are_options(texts, parsed):
        return None
    answer = text_in(parsed.cells, "answer").strip()
    found = chosen(answer, texts)
    if not found.is_read:
        parsed.fault(QuestionFault.ANSWER_UNREAD if answer else QuestionFault.ANSWER_MISSING, answer=answer)
        return None
    if found.outside:
        parsed.fault(QuestionFault.ANSWER_OUTSIDE, letter=found.outside)
        return None
    if found.two_ways:
        parsed.doubt(QuestionDoubt.ANSWER_TWO_WAYS, answer=answer)
    settings = read_settings(text_in(parsed.cells, "settings"), parsed)
    weights = _weights(parsed, len(texts))
    shuffle = bool(settings.get("shuffle", True))
    if kind == BankKind.SINGLE:
        if len(found.places) > 1:
            parsed.fault(QuestionFault.ANSWER_SEVERAL)
            return None
        return build.single(stem, texts, found.places[0], weights=weights, shuffle=shuffle)
    scoring = _scoring(settings, weights)
    return build.multiple(stem, texts, found.places, scoring=scoring, weights=weights, shuffle=shuffle)


def read_matching(parsed: Parsed, stem: str, _kind: BankKind) -> QuestionDraft | None:
    pairs, extra = [], []
    for text in options_in(parsed.cells):
        pair = read_pair(text)
        if pair is None or not pair[1]:
            parsed.fault(QuestionFault.PAIR, pair=text)
            return None
        if pair[0]:
            pairs.append(pair)
        else:
            extra.append(pair[1])
    if not 2 <= len(pairs) + len(extra) <= MOST_OPTIONS or len(pairs) < 2:
        parsed.fault(QuestionFault.PAIRS)
        return None
    return build.matching(stem, pairs, extra)


def read_ordering(parsed: Parsed, stem: str, _kind: BankKind) -> QuestionDraft | None:
    """The answer names the options in their right order; without one they stand in it."""
    texts = without_own_letters(options_in(parsed.cells))
    if not _are_options(texts, parsed):
        return None
    answer = text_in(parsed.cells, "answer").strip()
    places = chosen(answer, texts).places if answer else tuple(range(len(texts)))
    if sorted(places) != list(range(len(texts))):
        parsed.fault(QuestionFault.ORDER)
        return None
    return build.ordering(stem, [texts[place] for place in places])


def without_own_letters(texts: list[str]) -> list[str]:
    """Options that begin with their own letters, "A. ...", lose them."""
    cut = [re.match(OWN_LETTER.format(letter=letter(place)), text) for place, text in enumerate(texts)]
    if len(texts) > 1 and all(cut):
        return [text[found.end() :] for text, found in zip(texts, cut, strict=True) if found]
    return texts


def _are_options(texts: list[str], parsed: Parsed) -> bool:
    if len(texts) < 2:
        parsed.fault(QuestionFault.OPTIONS)
    elif len(texts) > MOST_OPTIONS:
        parsed.fault(QuestionFault.OPTIONS_MANY)
    elif "" in texts:
        parsed.fault(QuestionFault.OPTION_EMPTY, letter=letter(texts.index("")))
    else:
        return True
    return False


def _weights(parsed: Parsed, count: int) -> dict[int, build.Weight]:
    found: dict[int, build.Weight] = {}
    for part in BETWEEN_WEIGHTS.split(text_in(parsed.cells, "weights")[:2_000]):
        if not part.strip():
            continue
        weight = WEIGHT.fullmatch(part)
        place = chosen(weight[1], [""] * count).places if weight else ()
        percent = decimal_of(weight[2]) if weight else None
        if not place or percent is None or not -100 <= percent <= 100:
            parsed.fault(QuestionFault.SHARE, share=part.strip())
        else:
            found[place[0]] = build.weight(percent)
    return found


def _scoring(settings: Settings, weights: dict[int, build.Weight]) -> MultipleScoring:
    if weights:
        return MultipleScoring.WEIGHTS
    named = settings.get("scoring", MultipleScoring.SHARE.value)
    return MultipleScoring(str(named)) if named != MultipleScoring.WEIGHTS.value else MultipleScoring.SHARE
