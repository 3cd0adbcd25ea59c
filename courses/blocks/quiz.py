"""The quiz of a lesson. Its key is never in a template."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ..enums import QuestionKind


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Option"), max_length=300)
    is_correct = blocks.BooleanBlock(label=_("Correct"), required=False)


class QuestionBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=QuestionKind.choices, default=QuestionKind.SINGLE)
    stem = blocks.TextBlock(label=_("Question"), rows=2)
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2, max_num=8)
    explanation = blocks.TextBlock(label=_("Explanation"), required=False, rows=2)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        correct = sum(1 for option in cleaned["options"] if option["is_correct"])
        if correct == 0:
            raise StructBlockValidationError({"options": ValidationError(_("Mark at least one option as correct."))})
        if correct > 1 and cleaned["kind"] != QuestionKind.MULTIPLE:
            raise StructBlockValidationError({"options": ValidationError(_("Mark only one option as correct."))})
        return cleaned


class QuizBlock(blocks.StructBlock):
    pass_percent = blocks.IntegerBlock(label=_("Pass mark (%)"), min_value=1, max_value=100, default=60)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Quiz")
        template = "courses/blocks/quiz.html"
