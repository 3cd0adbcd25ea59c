"""For each kind: its settings, its rows, and the way from them to a draft and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...enums import BankKind, MultipleScoring
from ...questions.draft import QuestionDraft
from ...questions.formats import build
from ...questions.formats.accepted import read_spellings, write_spellings
from . import rows, settings
from .fields import centipoints, points_of

Facts = dict[str, Any]
Told = list[Facts]


@dataclass(frozen=True)
class KindForms:
    """`draft` makes a draft of stem, settings and rows; `initial` gives settings and rows of a draft."""

    draft: Callable[[str, Facts, Told], QuestionDraft]
    initial: Callable[[QuestionDraft], tuple[Facts, Told]]
    settings: type[forms.Form] | None = None
    row: type[rows.Row] | None = None
    rows_title: Any = ""
    rows_help: Any = ""
    fresh_rows: int = 4


def _single(stem: str, told: Facts, options: Told) -> QuestionDraft:
    right = [place for place, option in enumerate(options) if option["is_right"]]
    draft = build.multiple(stem, [option["text"] for option in options], right, shuffle=told["shuffle"])
    weights = {
        row["id"]: build.weight(option["percent"])
        for row, option in zip(draft.content["options"], options, strict=True)
        if option["percent"] and not option["is_right"]
    }
    key: Facts = {"correct": draft.key["correct"]} | ({"weights": weights} if weights else {})
    return QuestionDraft(BankKind.SINGLE, stem, draft.content, key)


def _multiple(stem: str, told: Facts, options: Told) -> QuestionDraft:
    right = [place for place, option in enumerate(options) if option["is_right"]]
    weights = {place: build.weight(option["percent"]) for place, option in enumerate(options) if option["percent"]}
    return build.multiple(
        stem,
        [option["text"] for option in options],
        right,
        scoring=MultipleScoring(told["scoring"]),
        weights=weights,
        shuffle=told["shuffle"],
    )


def _options_of(draft: QuestionDraft) -> tuple[Facts, Told]:
    weights = draft.key.get("weights", {})
    told = {
        "shuffle": draft.content.get("shuffle", True),
        "scoring": draft.key.get("scoring", MultipleScoring.ALL.value),
    }
    return told, [
        {"text": one["text"], "is_right": one["id"] in draft.key["correct"], "percent": weights.get(one["id"])}
        for one in draft.content["options"]
    ]


def _true_false(stem: str, told: Facts, _rows: Told) -> QuestionDraft:
    return build.true_false(stem, told["correct"] == settings.TRUE)


def _fill(stem: str, told: Facts, blanks: Told) -> QuestionDraft:
    accepted = [read_spellings(one["text"]) for one in blanks]
    return build.fill(stem, accepted, any_order=told["any_order"], match_case=told["match_case"])


def _blanks_of(draft: QuestionDraft) -> tuple[Facts, Told]:
    told = {"any_order": draft.content.get("any_order", False), "match_case": draft.key.get("match_case", False)}
    return told, [{"text": write_spellings(blank)} for blank in draft.key["blanks"]]


def _matching(stem: str, _told: Facts, pairs: Told) -> QuestionDraft:
    paired = [(one["left"], one["right"]) for one in pairs if one["left"]]
    return build.matching(stem, paired, [one["right"] for one in pairs if not one["left"]])


def _pairs_of(draft: QuestionDraft) -> tuple[Facts, Told]:
    right = {one["id"]: one["text"] for one in draft.content["right"]}
    pairs = draft.key["pairs"]
    paired = [{"left": one["text"], "right": right[pairs[one["id"]]]} for one in draft.content["left"]]
    alone = [{"left": "", "right": text} for name, text in right.items() if name not in pairs.values()]
    return {}, [*paired, *alone]


def _ordering(stem: str, _told: Facts, items: Told) -> QuestionDraft:
    return build.ordering(stem, [one["text"] for one in items])


def _items_of(draft: QuestionDraft) -> tuple[Facts, Told]:
    items = {one["id"]: one["text"] for one in draft.content["items"]}
    return {}, [{"text": items[name]} for name in draft.key["order"]]


def _short(stem: str, told: Facts, _rows: Told) -> QuestionDraft:
    return build.short(stem, read_spellings(told["accepted"]), told["reference"], told["most_characters"])


def _essay(stem: str, told: Facts, criteria: Told) -> QuestionDraft:
    rubric = [(one["text"], centipoints(one["points"])) for one in criteria]
    return build.essay(stem, told["reference"], rubric, told["most_characters"])


def _essay_of(draft: QuestionDraft) -> tuple[Facts, Told]:
    told = {"reference": draft.key.get("reference", ""), "most_characters": draft.content["most_characters"]}
    rubric = draft.key.get("rubric", [])
    return told, [{"text": one["text"], "points": points_of(one["centipoints"])} for one in rubric]


def _short_of(draft: QuestionDraft) -> tuple[Facts, Told]:
    told, _rubric = _essay_of(draft)
    return {**told, "accepted": write_spellings(draft.key.get("accepted", []))}, []


OPTIONS = pgettext_lazy("question", "Options")
KINDS: dict[BankKind, KindForms] = {
    BankKind.SINGLE: KindForms(
        _single,
        _options_of,
        settings.ShuffleForm,
        rows.WeightedOptionRow,
        OPTIONS,
        _("Tick the right one. Another option may earn a share: write it in percent."),
    ),
    BankKind.MULTIPLE: KindForms(
        _multiple,
        _options_of,
        settings.MultipleForm,
        rows.WeightedOptionRow,
        OPTIONS,
        _(
            "Tick all that are right. Percentages count where the scoring says so; wrong options may have negative "
            "ones."
        ),
        5,
    ),
    BankKind.TRUE_FALSE: KindForms(
        _true_false,
        lambda draft: ({"correct": settings.TRUE if draft.key["correct"] else settings.FALSE}, []),
        settings.TrueFalseForm,
    ),
    BankKind.FILL: KindForms(
        _fill, _blanks_of, settings.FillForm, rows.BlankRow, _("Blanks, in their order"), rows.ACCEPTED_HELP, 2
    ),
    BankKind.MATCHING: KindForms(
        _matching,
        _pairs_of,
        None,
        rows.PairRow,
        pgettext_lazy("question", "Pairs"),
        _("Leave the left side empty for a partner that belongs to nothing. Learners see the right side mixed."),
    ),
    BankKind.ORDERING: KindForms(
        _ordering, _items_of, None, rows.ItemRow, _("Items in the right order"), _("Learners see them mixed.")
    ),
    BankKind.SHORT: KindForms(_short, _short_of, settings.ShortForm),
    BankKind.ESSAY: KindForms(
        _essay,
        _essay_of,
        settings.EssayForm,
        rows.CriterionRow,
        _("Marking scheme"),
        _("What earns how many points. They add up to those of the question; without a scheme the marker is free."),
        3,
    ),
}
