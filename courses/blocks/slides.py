"""Slides: a file to open, or pictures one below the other, so that they are read without JavaScript too."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

SLIDE_FILES = {"pdf", "pptx"}


class SlidesBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    document = DocumentChooserBlock(label=pgettext_lazy("slides", "File (PDF or PPTX)"), required=False)
    pages = blocks.ListBlock(
        ImageBlock(label=pgettext_lazy("slides", "Page")),
        label=pgettext_lazy("slides", "Pages as pictures"),
        default=[],
        required=False,
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        document = cleaned["document"]
        if document is None and not cleaned["pages"]:
            sentence = _("Choose a file, or add the pages as pictures, or both.")
            raise StructBlockValidationError({"document": ValidationError(sentence)})
        if document is not None and document.file_extension.lower() not in SLIDE_FILES:
            raise StructBlockValidationError({"document": ValidationError(_("Slides are a PDF or PPTX file."))})
        return cleaned

    class Meta:
        icon = "doc-full"
        label = pgettext_lazy("block", "Slides")
        template = "courses/blocks/slides.html"
