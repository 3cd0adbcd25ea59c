"""Drafts in their canonical form: the same question read from two formats is the same draft."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ...enums import BankKind, MultipleScoring
from ..draft import QuestionDraft

Accepted = dict[str, Any]
FULL = 100
MOST_CHARACTERS = {BankKind.SHORT: 500, BankKind.ESSAY: 5000}
Weight = int | float


def weight(percent: Decimal | float) -> Weight:
    """A whole number where it is one, else five digits behind the point, as Moodle has them."""
    rounded = round(float(percent), 5)
    return int(rounded) if rounded == int(rounded) else rounded


def option_ids(count: int) -> list[str]:
    """a, b ... z, o27 ..."""
    return [chr(97 + place) if place < 26 else f"o{place + 1}" for place in range(count)]


def single(
    stem: str, texts: Sequence[str], right: int, *, weights: Mapping[int, Weight] | None = None, shuffle: bool = True
) -> QuestionDraft:
    """`right` is the place of the right option; `weights` are what others earn, by their places."""
    ids = option_ids(len(texts))
    key: dict[str, Any] = {"correct": [ids[right]]}
    if weights:
        key["weights"] = {ids[place]: given for place, given in sorted(weights.items())}
    return QuestionDraft(BankKind.SINGLE, stem, _options(ids, texts, shuffle), key)


def multiple(
    stem: str,
    texts: Sequence[str],
    right: Iterable[int],
    *,
    scoring: MultipleScoring = MultipleScoring.SHARE,
    weights: Mapping[int, Weight] | None = None,
    shuffle: bool = True,
) -> QuestionDraft:
    ids = option_ids(len(texts))
    key: dict[str, Any] = {"correct": [ids[place] for place in sorted(set(right))], "scoring": scoring.value}
    if scoring == MultipleScoring.WEIGHTS:
        key["weights"] = {ids[place]: given for place, given in sorted((weights or {}).items())}
    return QuestionDraft(BankKind.MULTIPLE, stem, _options(ids, texts, shuffle), key)


def true_false(stem: str, correct: bool) -> QuestionDraft:
    return QuestionDraft(BankKind.TRUE_FALSE, stem, {}, {"correct": correct})


def fill(
    stem: str, blanks: Sequence[Sequence[Accepted]], *, any_order: bool = False, match_case: bool = False
) -> QuestionDraft:
    content = {"blanks": len(blanks), "any_order": any_order}
    return QuestionDraft(
        BankKind.FILL, stem, content, {"blanks": [list(one) for one in blanks], "match_case": match_case}
    )


def matching(stem: str, pairs: Sequence[tuple[str, str]], extra: Sequence[str] = ()) -> QuestionDraft:
    """Equal texts on the right side are one entry; the order there tells nothing."""
    rights = sorted({right for _, right in pairs} | set(extra), key=lambda text: (_scrambled(text), text))
    right_ids = {text: f"r{number}" for number, text in enumerate(rights, start=1)}
    content = {
        "left": [{"id": f"l{number}", "text": left} for number, (left, _) in enumerate(pairs, start=1)],
        "right": [{"id": right_ids[text], "text": text} for text in rights],
    }
    key = {"pairs": {f"l{number}": right_ids[right] for number, (_, right) in enumerate(pairs, start=1)}}
    return QuestionDraft(BankKind.MATCHING, stem, content, key)


def ordering(stem: str, texts: Sequence[str]) -> QuestionDraft:
    """`texts` in the right order; what is shown is in an order that tells nothing."""
    shown = sorted(range(len(texts)), key=lambda place: (_scrambled(texts[place]), place))
    ids = {place: f"i{number}" for number, place in enumerate(shown, start=1)}
    items = [{"id": ids[place], "text": texts[place]} for place in shown]
    return QuestionDraft(
        BankKind.ORDERING, stem, {"items": items}, {"order": [ids[place] for place in range(len(texts))]}
    )


def short(
    stem: str, accepted: Sequence[Accepted] = (), reference: str = "", most_characters: int | None = None
) -> QuestionDraft:
    most = most_characters or MOST_CHARACTERS[BankKind.SHORT]
    key = {"accepted": list(accepted), "reference": reference}
    return QuestionDraft(BankKind.SHORT, stem, {"most_characters": most}, key)


def essay(
    stem: str, reference: str = "", rubric: Sequence[tuple[str, int]] = (), most_characters: int | None = None
) -> QuestionDraft:
    """`rubric` are criteria with the hundredths of a point that each earns at most."""
    most = most_characters or MOST_CHARACTERS[BankKind.ESSAY]
    criteria = [
        {"id": f"c{number}", "text": text, "centipoints": earned}
        for number, (text, earned) in enumerate(rubric, start=1)
    ]
    key = {"rubric": criteria, "reference": reference}
    return QuestionDraft(BankKind.ESSAY, stem, {"most_characters": most}, key)


def case(stem: str, parts: Sequence[QuestionDraft]) -> QuestionDraft:
    shown, keys = [], {}
    for number, part in enumerate(parts, start=1):
        facts = {"kind": part.kind.value, "stem": part.stem, "centipoints": part.centipoints, "content": part.content}
        shown.append({"id": f"p{number}", **facts})
        keys[f"p{number}"] = {"key": part.key, "explanation": part.explanation}
    total = sum(part.centipoints for part in parts)
    return QuestionDraft(BankKind.CASE, stem, {"parts": shown}, {"parts": keys}, centipoints=total)


def parts_of(draft: QuestionDraft) -> list[QuestionDraft]:
    """The parts of a case as drafts."""
    keys = draft.key["parts"]
    return [
        QuestionDraft(
            BankKind(part["kind"]),
            part["stem"],
            part["content"],
            keys[part["id"]]["key"],
            keys[part["id"]].get("explanation", ""),
            centipoints=part["centipoints"],
        )
        for part in draft.content["parts"]
    ]


def text_accepted(text: str, percent: Weight = FULL, *, wildcard: bool = False) -> Accepted:
    found: Accepted = {"text": text, "percent": percent}
    if wildcard:
        found["wildcard"] = True
    return found


def number_accepted(number: str, tolerance: str = "0", percent: Weight = FULL) -> Accepted:
    return {"number": number, "tolerance": tolerance, "percent": percent}


def _options(ids: Sequence[str], texts: Sequence[str], shuffle: bool) -> dict[str, Any]:
    listed = [{"id": name, "text": text} for name, text in zip(ids, texts, strict=True)]
    return {"options": listed, "shuffle": shuffle}


def _scrambled(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
