"""StreamField blocks of a lesson. Templates render content only; keys of a quiz are never in a template."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from .enums import QuestionKind

TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link", "hr"]
TIMED = ("video", "audio")


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


class CaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "ol", "ul"])

    class Meta:
        icon = "group"
        label = _("Case")
        template = "courses/blocks/case.html"


class LessonBody(blocks.StreamBlock):
    text = blocks.RichTextBlock(
        label=_("Text"),
        icon="pilcrow",
        features=TEXT_FEATURES,
        template="courses/blocks/text.html",
    )
    image = ImageBlock(label=_("Image"), template="courses/blocks/image.html")
    video = VideoChooserBlock(label=_("Video"), icon="media", template="courses/blocks/video.html")
    audio = AudioChooserBlock(label=_("Audio"), icon="media", template="courses/blocks/audio.html")
    document = DocumentChooserBlock(label=_("Document"), template="courses/blocks/document.html")
    case = CaseBlock()
    quiz = QuizBlock()

    class Meta:
        block_counts = {
            "video": {"max_num": 1},
            "audio": {"max_num": 1},
            "quiz": {"max_num": 1},
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if sum(1 for child in cleaned if child.block_type in TIMED) > 1:
            raise blocks.StreamBlockValidationError(
                non_block_errors=[
                    ValidationError(_("One recording a lesson: put the second one into a lesson of its own."))
                ]
            )
        return cleaned
