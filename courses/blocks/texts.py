"""Blocks to be read."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.rich_text import RichText
from wagtail.snippets.blocks import SnippetChooserBlock

from .rich_text import PLAIN_FEATURES, TEXT_FEATURES, CleanTextBlock, cleaned


class TextBlock(CleanTextBlock):
    def __init__(self, **options: object) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **options})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "courses/blocks/text.html"


class CaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = CleanTextBlock(label=_("Text"), features=["bold", "ol", "ul"])
    questions = blocks.ListBlock(
        blocks.CharBlock(label=_("Question"), max_length=300),
        label=pgettext_lazy("case", "Questions to think about"),
        default=[],
        required=False,
    )

    class Meta:
        icon = "group"
        label = _("Case")
        template = "courses/blocks/case.html"


class CalloutKind(TextChoices):
    NOTE = "note", pgettext_lazy("callout", "Note")
    TIP = "tip", pgettext_lazy("callout", "Tip")
    WARNING = "warning", pgettext_lazy("callout", "Take care")
    LAW = "law", pgettext_lazy("callout", "The law says")


class CalloutValue(blocks.StructValue):
    @property
    def heading(self) -> str:
        """Its own title, else the name of its kind."""
        return str(self["title"] or CalloutKind(self["kind"]).label)


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=CalloutKind.choices, default=CalloutKind.NOTE)
    title = blocks.CharBlock(
        label=_("Title"), max_length=120, required=False, help_text=_("Empty: the name of its kind.")
    )
    text = CleanTextBlock(label=_("Text"), features=PLAIN_FEATURES)

    class Meta:
        icon = "info-circle"
        label = pgettext_lazy("block", "Call-out")
        template = "courses/blocks/callout.html"
        value_class = CalloutValue


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    points = blocks.ListBlock(blocks.CharBlock(max_length=300), label=pgettext_lazy("checklist", "Points"), min_num=1)

    class Meta:
        icon = "tick-inverse"
        label = pgettext_lazy("block", "Checklist")
        template = "courses/blocks/checklist.html"
        help_text = _("Learners tick the points for themselves; ticks are not stored and count for nothing.")


class ModuleBlock(SnippetChooserBlock):
    """A text used in several lessons. Freezing an edition puts the text itself in its place."""

    def __init__(self, **options: object) -> None:
        super().__init__("courses.TextModule", **options)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "text": RichText(cleaned(value.body)) if value else ""}

    class Meta:
        icon = "copy"
        label = pgettext_lazy("snippet", "Text module")
        template = "courses/blocks/module.html"
