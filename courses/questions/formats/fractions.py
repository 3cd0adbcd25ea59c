"""Choices whose options each have a share of the points, as Moodle scores them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...enums import MultipleScoring
from ...enums.question_faults import QuestionFault, QuestionNote
from ..draft import QuestionDraft
from . import build
from .answers import letter
from .found import Parsed

FULL = Decimal(100)
NEAR = Decimal("0.01")
MOST_OPTIONS = 50
Shares = Sequence[tuple[str, Decimal]]


def choice_of(
    parsed: Parsed, stem: str, options: Shares, *, single: bool, shuffle: bool, all_or_nothing: bool = False
) -> QuestionDraft | None:
    """`options` are texts with what each earns, in percent."""
    texts = [text for text, _ in options]
    if len(texts) < 2:
        parsed.fault(QuestionFault.OPTIONS)
    elif len(texts) > MOST_OPTIONS:
        parsed.fault(QuestionFault.OPTIONS_MANY)
    if "" in texts:
        parsed.fault(QuestionFault.OPTION_EMPTY, letter=letter(texts.index("")))
    if any(not -FULL <= share <= FULL for _, share in options):
        parsed.fault(QuestionFault.SHARE, share=next(share for _, share in options if not -FULL <= share <= FULL))
    if parsed.faults:
        return None
    shares = [share for _, share in options]
    if single:
        return _single(parsed, stem, texts, shares, shuffle)
    right = [place for place, share in enumerate(shares) if share > 0]
    if not right:
        parsed.fault(QuestionFault.NOTHING_EARNS)
        return None
    if all_or_nothing:
        parsed.note(QuestionNote.ALL_OR_NOTHING)
        return build.multiple(stem, texts, right, scoring=MultipleScoring.ALL, shuffle=shuffle)
    if _are_even(shares, right):
        return build.multiple(stem, texts, right, scoring=MultipleScoring.SHARE, shuffle=shuffle)
    weights = {place: build.weight(share) for place, share in enumerate(shares) if share}
    return build.multiple(stem, texts, right, scoring=MultipleScoring.WEIGHTS, weights=weights, shuffle=shuffle)


def shares_of(draft: QuestionDraft) -> list[tuple[str, Decimal]]:
    """Texts of the options with what each earns in Moodle; a wrong one takes everything from a share."""
    options, right = draft.content["options"], set(draft.key["correct"])
    scoring = draft.key.get("scoring", "")
    if scoring == MultipleScoring.WEIGHTS.value or (not scoring and draft.key.get("weights")):
        given = draft.key.get("weights", {})
        weights = {name: Decimal(str(weight)) for name, weight in given.items()}
        if not scoring:
            weights |= dict.fromkeys(right, FULL)
        return [(one["text"], weights.get(one["id"], Decimal(0))) for one in options]
    share = round(FULL / len(right), 5)
    wrong = -FULL if scoring else Decimal(0)
    return [(one["text"], share if one["id"] in right else wrong) for one in options]


def percent_text(share: Decimal) -> str:
    text = f"{share:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _single(parsed: Parsed, stem: str, texts: list[str], shares: list[Decimal], shuffle: bool) -> QuestionDraft | None:
    right = next((place for place, share in enumerate(shares) if share == FULL), None)
    if right is None:
        parsed.fault(QuestionFault.NO_RIGHT_ANSWER)
        return None
    if any(share < 0 for share in shares):
        parsed.note(QuestionNote.NEGATIVE)
    weights = {place: build.weight(share) for place, share in enumerate(shares) if share > 0 and place != right}
    return build.single(stem, texts, right, weights=weights, shuffle=shuffle)


def _are_even(shares: list[Decimal], right: list[int]) -> bool:
    """Every right option earns its part of the whole, and every wrong one takes all of it away."""
    even = FULL / len(right)
    wrong = [share for place, share in enumerate(shares) if place not in right]
    return all(abs(shares[place] - even) < NEAR for place in right) and all(share <= -FULL for share in wrong)
