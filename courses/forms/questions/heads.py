"""What all kinds of questions have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...enums import BankKind, Difficulty
from ...questions.draft import QuestionDraft
from .fields import KnowledgePointsField, LinesField, PointsField, centipoints, points_of

STEM_HELP = {
    BankKind.FILL: _(
        "Write ____ (four underscores) for each blank. Without any there is one blank below the question."
    ),
    BankKind.CASE: _("Tell the case. Its questions follow, each with its own points."),
}


class HeadForm(forms.Form):
    stem = LinesField(label=_("question"), rows=4)
    points = PointsField(initial=Decimal(1))
    difficulty = forms.ChoiceField(label=_("difficulty"), choices=Difficulty.choices, initial=Difficulty.MEDIUM)
    tags = KnowledgePointsField()
    explanation = LinesField(
        label=_("explanation"),
        required=False,
        help_text=_("Learners read it after the exam, if the exam shows answers."),
    )
    without: tuple[str, ...] = ()

    def __init__(self, *args: Any, kind: BankKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in self.without:
            del self.fields[name]
        self.fields["stem"].help_text = STEM_HELP.get(kind, "")

    @staticmethod
    def facts_of(draft: QuestionDraft, tags: str) -> dict[str, Any]:
        """Initial values."""
        return {
            "stem": draft.stem,
            "points": points_of(draft.centipoints),
            "difficulty": draft.difficulty.value,
            "tags": tags,
            "explanation": draft.explanation,
        }

    def facts(self) -> dict[str, Any]:
        """What a draft takes from here."""
        told = self.cleaned_data
        facts: dict[str, Any] = {"stem": told["stem"], "explanation": told["explanation"]}
        if "points" in told:
            facts["centipoints"] = centipoints(told["points"])
        if "difficulty" in told:
            facts |= {"difficulty": Difficulty(told["difficulty"]), "tags": tuple(told["tags"])}
        return facts


class CaseHeadForm(HeadForm):
    """A case earns what its questions earn together."""

    without = ("points",)


class PartHeadForm(HeadForm):
    """Difficulty and knowledge points are those of the case."""

    without = ("difficulty", "tags")
