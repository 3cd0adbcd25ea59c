"""What a lesson may be made of. Templates render content only."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from .links import LinkCardBlock
from .package import PackageBlock
from .quiz import QuizBlock
from .slides import SlidesBlock
from .texts import CalloutBlock, CaseBlock, ChecklistBlock, ModuleBlock, TextBlock

TIMED = ("video", "audio")


class LessonBody(blocks.StreamBlock):
    text = TextBlock()
    image = ImageBlock(label=_("Image"), template="courses/blocks/image.html")
    video = VideoChooserBlock(label=_("Video"), icon="media", template="courses/blocks/video.html")
    audio = AudioChooserBlock(label=_("Audio"), icon="media", template="courses/blocks/audio.html")
    document = DocumentChooserBlock(label=_("Document"), template="courses/blocks/document.html")
    slides = SlidesBlock()
    case = CaseBlock()
    callout = CalloutBlock()
    checklist = ChecklistBlock()
    module = ModuleBlock()
    link = LinkCardBlock()
    package = PackageBlock()
    quiz = QuizBlock()

    class Meta:
        block_counts = {
            "video": {"max_num": 1},
            "audio": {"max_num": 1},
            "quiz": {"max_num": 1},
            "package": {"max_num": 1},
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
