"""Interactions of QTI that this product has kinds for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from ....enums.question_faults import QuestionFault, QuestionNote
from ...draft import QuestionDraft
from .. import build, typed
from ..found import Parsed
from ..fractions import choice_of
from ..tree import children, descendants, flag, local
from .body import plain_of
from .declarations import Response

FULL = Decimal(100)


@dataclass(frozen=True)
class Interaction:
    """`is_mapped`: answers score by their mapping."""

    element: Element
    response: Response
    is_mapped: bool
    parsed: Parsed

    @property
    def name(self) -> str:
        return local(self.element)

    def shuffled(self) -> bool:
        return flag(self.element.get("shuffle"), otherwise=False)


def choice(one: Interaction, stem: str) -> QuestionDraft | None:
    choices = list(descendants(one.element, "simpleChoice", "inlineChoice"))
    texts = {element.get("identifier", ""): plain_of(element, one.parsed) for element in choices}
    one.parsed.cells["options"] = list(texts.values())
    shuffle = one.shuffled()
    if shuffle and any(flag(element.get("fixed"), otherwise=False) for element in choices):
        one.parsed.note(QuestionNote.FIXED_OPTIONS)
        shuffle = False
    single = one.response.cardinality == "single"
    limit = one.element.get("maxChoices", "")
    if not single and limit.isdecimal() and 1 < int(limit[:6]) < len(choices):
        one.parsed.note(QuestionNote.LIMIT_CHOICES, limit=limit)
    if one.is_mapped and one.response.mapped:
        total = one.response.total or FULL
        shares = [(text, one.response.mapped.get(name, Decimal(0)) * 100 / total) for name, text in texts.items()]
        shares = [(text, max(-FULL, min(FULL, share))) for text, share in shares]
        return choice_of(one.parsed, stem, shares, single=single, shuffle=shuffle)
    if not one.response.correct or any(value not in texts for value in one.response.correct):
        one.parsed.fault(QuestionFault.NO_RIGHT_ANSWER)
        return None
    shares = [(text, FULL if name in one.response.correct else Decimal(0)) for name, text in texts.items()]
    return choice_of(one.parsed, stem, shares, single=single, shuffle=shuffle, all_or_nothing=True)


def order(one: Interaction, stem: str) -> QuestionDraft | None:
    texts = {item.get("identifier", ""): plain_of(item, one.parsed) for item in children(one.element, "simpleChoice")}
    if sorted(one.response.correct) != sorted(texts) or len(texts) < 2:
        one.parsed.fault(QuestionFault.ORDER)
        return None
    one.parsed.note(QuestionNote.ALL_RIGHT_SCORING)
    return build.ordering(stem, [texts[name] for name in one.response.correct])


def match(one: Interaction, stem: str) -> QuestionDraft | None:
    sets = children(one.element, "simpleMatchSet")
    sides = [
        {item.get("identifier", ""): plain_of(item, one.parsed) for item in children(side, "simpleAssociableChoice")}
        for side in sets
    ]
    if len(sides) != 2:
        one.parsed.fault(QuestionFault.PAIRS)
        return None
    pairs = _pairs_of(one)
    lefts = [left for left, _ in pairs]
    if sorted(lefts) != sorted(sides[0]) or any(right not in sides[1] for _, right in pairs) or len(pairs) < 2:
        reversed_pairs = [(right, left) for left, right in pairs]
        if (
            sorted(left for left, _ in reversed_pairs) != sorted(sides[1])
            or len(pairs) < 2
            or any(right not in sides[0] for _, right in reversed_pairs)
        ):
            one.parsed.fault(QuestionFault.PAIR, pair=", ".join(one.response.correct) or "-")
            return None
        pairs, sides = reversed_pairs, sides[::-1]
    scores = set(one.response.mapped.values())
    if not one.is_mapped:
        one.parsed.note(QuestionNote.ALL_RIGHT_SCORING)
    elif len({score for score in scores if score > 0}) > 1 or any(score < 0 for score in scores):
        one.parsed.note(QuestionNote.MATCH_SCORING)
    texts = [(sides[0][left], sides[1][right]) for left, right in pairs]
    used = {right for _, right in pairs}
    return build.matching(stem, texts, [text for name, text in sides[1].items() if name not in used])


def text_entry(one: Interaction, stem: str) -> QuestionDraft | None:
    accepted = accepted_of(one)
    if one.parsed.faults:
        return None
    return build.fill(stem, [accepted], match_case=is_cased(one))


def extended(one: Interaction, stem: str) -> QuestionDraft | None:
    given = one.element.get("format", "")
    if given and given != "plain":
        one.parsed.note(QuestionNote.RESPONSE_FORMAT, format=given)
    if one.element.get("maxStrings", "1") not in {"", "1"}:
        one.parsed.note(QuestionNote.EXTRA, fields="maxStrings")
    if one.element.get("patternMask"):
        one.parsed.note(QuestionNote.SPELLING, how=one.element.get("patternMask", ""))
    return build.essay(stem, "\n".join(one.response.correct))


def accepted_of(one: Interaction) -> list[build.Accepted]:
    """What may be typed; faults go to the question."""
    shares: dict[str, Decimal] = {}
    if one.is_mapped and one.response.mapped:
        total = max(one.response.mapped.values(), default=Decimal(0)) or FULL
        shares = {value: score * 100 / total for value, score in one.response.mapped.items()}
    else:
        shares = dict.fromkeys(one.response.correct, FULL)
    found: list[build.Accepted] = []
    for value, share in shares.items():
        percent = typed.percent_of(share, one.parsed)
        if percent is None or not value.strip():
            continue
        if one.response.base in {"integer", "float"}:
            number = typed.number_near(value, "0", percent, one.parsed)
            found += [number] if number else []
        else:
            found.append(build.text_accepted(value.strip(), percent))
    if not found:
        one.parsed.fault(QuestionFault.ANSWER_MISSING)
    if one.element.get("patternMask"):
        one.parsed.note(QuestionNote.SPELLING, how=one.element.get("patternMask", ""))
    return found


def is_cased(one: Interaction) -> bool:
    """Texts that are matched whole have to be the same to the letter."""
    if one.response.base in {"integer", "float"}:
        return False
    return one.response.is_case_sensitive if one.is_mapped and one.response.mapped else True


def _pairs_of(one: Interaction) -> list[tuple[str, str]]:
    values = one.response.correct or [value for value, score in one.response.mapped.items() if score > 0]
    pairs = [value.split() for value in values]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


KINDS: dict[str, Callable[[Interaction, str], QuestionDraft | None]] = {
    "choiceInteraction": choice,
    "inlineChoiceInteraction": choice,
    "orderInteraction": order,
    "matchInteraction": match,
    "textEntryInteraction": text_entry,
    "extendedTextInteraction": extended,
}
INLINE = {"inlineChoiceInteraction", "textEntryInteraction"}
