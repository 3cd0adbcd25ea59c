"""Drafts as fields of the product's layout, which can say everything that a question is."""

from __future__ import annotations

from typing import Any

from ...enums import BankKind, MultipleScoring
from ..draft import QuestionDraft
from . import build, escaped
from .accepted import with_blanks, write_blanks, write_spellings
from .amounts import points_text
from .answers import letter
from .found import Cells
from .layout_read import BETWEEN_TAGS
from .pairs import write_pair
from .settings_cell import Settings, write_settings
from .words import written


def cells_of(draft: QuestionDraft) -> Cells:
    """The fields that `read_cells` reads as the same draft."""
    cells: Cells = {
        "kind": written("kind", draft.kind.value),
        "stem": draft.stem,
        "explanation": draft.explanation,
        "difficulty": written("difficulty", draft.difficulty.value),
        "tags": "\uff1b".join(escaped.escape(tag, BETWEEN_TAGS.replace("\n", "")) for tag in draft.tags),
        "points": points_text(draft.centipoints),
        **_of_kind(draft),
    }
    return {name: value for name, value in cells.items() if value}


def _of_kind(draft: QuestionDraft) -> Cells:
    match draft.kind:
        case BankKind.SINGLE | BankKind.MULTIPLE:
            return _choice(draft)
        case BankKind.TRUE_FALSE:
            word = "true" if draft.key["correct"] else "false"
            return {"answer": written(word, word)}
        case BankKind.FILL:
            settings = {name: True for name in ("any_order", "match_case") if (draft.content | draft.key).get(name)}
            if "____" not in draft.stem and with_blanks(draft.stem)[1]:
                settings["below"] = True
            return {"answer": write_blanks(draft.key["blanks"]), "settings": write_settings(settings)}
        case BankKind.MATCHING:
            return {"options": _pairs(draft)}
        case BankKind.ORDERING:
            return _order(draft)
        case BankKind.SHORT:
            accepted = write_spellings(draft.key["accepted"])
            return {"answer": accepted, "reference": draft.key["reference"], "settings": _most(draft)}
        case BankKind.ESSAY:
            rubric = "\n".join(_criterion(one) for one in draft.key["rubric"])
            return {"reference": draft.key["reference"], "rubric": rubric, "settings": _most(draft)}
        case _:
            return {"parts": [cells_of(part) for part in build.parts_of(draft)], "points": ""}


def _choice(draft: QuestionDraft) -> Cells:
    options = draft.content["options"]
    letters = {option["id"]: letter(place) for place, option in enumerate(options)}
    settings: Settings = {}
    if not draft.content.get("shuffle", True):
        settings["shuffle"] = False
    scoring = draft.key.get("scoring", MultipleScoring.SHARE.value)
    if scoring == MultipleScoring.ALL.value:
        settings["scoring"] = scoring
    right = [letters[name] for name in draft.key["correct"]]
    weights = draft.key.get("weights", {})
    return {
        "options": [option["text"] for option in options],
        "answer": "".join(right) if len(options) <= 26 else ",".join(right),
        "weights": "\uff1b".join(f"{letters[name]}:{weight}" for name, weight in weights.items()),
        "settings": write_settings(settings),
    }


def _pairs(draft: QuestionDraft) -> list[str]:
    rights = {one["id"]: one["text"] for one in draft.content["right"]}
    pairs = draft.key["pairs"]
    used = set(pairs.values())
    written_pairs = [write_pair(one["text"], rights[pairs[one["id"]]]) for one in draft.content["left"]]
    return [*written_pairs, *(write_pair("", text) for name, text in rights.items() if name not in used)]


def _order(draft: QuestionDraft) -> Cells:
    items = draft.content["items"]
    letters = {item["id"]: letter(place) for place, item in enumerate(items)}
    order = [letters[name] for name in draft.key["order"]]
    answer = "".join(order) if len(items) <= 26 else ",".join(order)
    return {"options": [item["text"] for item in items], "answer": answer}


def _criterion(criterion: dict[str, Any]) -> str:
    return f"{escaped.escape(criterion['text'], ())} | {points_text(criterion['centipoints'])}"


def _most(draft: QuestionDraft) -> str:
    most = draft.content.get("most_characters")
    usual = build.MOST_CHARACTERS[draft.kind]
    return write_settings({"most_characters": most}) if most and most != usual else ""
