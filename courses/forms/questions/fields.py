"""Fields that the forms of questions share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.forms import TagField
from taggit.utils import edit_string_for_tags
from wagtail.admin.widgets import AdminTagWidget

from ...models import KnowledgePoint

COMMAS = str.maketrans({"\uff0c": ",", "\u3001": ",", "\uff1b": ",", ";": ",", "\n": ","})


class LinesField(forms.CharField):
    """Text of several lines; a line ends with one character, whatever the browser sends."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class PointsField(forms.DecimalField):
    """Points with two digits behind the point; see `centipoints`."""

    def __init__(self, **options: Any) -> None:
        facts: dict[str, Any] = {"min_value": Decimal("0.01"), "max_value": 1000, "decimal_places": 2}
        super().__init__(**{**facts, "label": pgettext_lazy("question", "points"), **options})


class KnowledgePointsField(TagField):
    """Names between commas, Chinese ones too."""

    def __init__(self) -> None:
        super().__init__(
            label=_("knowledge points"),
            required=False,
            widget=AdminTagWidget(tag_model=KnowledgePoint),
            help_text=_("What the question is about. Exams draw questions by these words. Put a comma between them."),
        )

    def clean(self, value: Any) -> list[str]:
        return list(super().clean(str(value or "").translate(COMMAS)))


def written_tags(question: Any) -> str:
    """The knowledge points as the field shows them."""
    return str(edit_string_for_tags(list(question.tags.all())))


def centipoints(points: Decimal) -> int:
    """Hundredths of a point."""
    return int(points * 100)


def points_of(hundredths: int) -> Decimal:
    return (Decimal(hundredths) / 100).quantize(Decimal("0.01") if hundredths % 100 else Decimal(1))
