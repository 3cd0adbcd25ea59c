"""Rows of options, blanks, pairs, items and criteria. An empty row is left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...questions.checking_kinds import MOST_OPTIONS
from .fields import LinesField, PointsField

ACCEPTED_HELP = format_lazy(
    _(
        "Put | between spellings that are right as well. In front of a spelling, {share} lets it earn half, {number} "
        "is a number with its tolerance, and {wild} makes * stand for any text."
    ),
    share="%50%",
    number="#3.14:0.01",
    wild="[*]",
)


class Row(forms.Form):
    """`main` holds the text without which the other fields say nothing."""

    main: tuple[str, ...] = ("text",)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if self.has_changed() and not self.is_left_out and not all(told.get(name) for name in self.main):
            for name in self.main:
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in, or empty the whole row."))
        return told

    @property
    def is_left_out(self) -> bool:
        return not any(value not in (None, "", False) for value in self.cleaned_data.values())


class OptionRow(Row):
    text = forms.CharField(label=pgettext_lazy("question", "option"), required=False)
    is_right = forms.BooleanField(label=pgettext_lazy("option", "right"), required=False)


class WeightedOptionRow(OptionRow):
    percent = forms.DecimalField(
        label=_("earns, in percent"), required=False, min_value=-100, max_value=100, decimal_places=5
    )


class BlankRow(Row):
    text = forms.CharField(label=_("accepted answers"), required=False)


class PairRow(Row):
    left = forms.CharField(label=_("on the left"), required=False)
    right = forms.CharField(label=_("its partner on the right"), required=False)
    main = ("right",)


class ItemRow(Row):
    text = forms.CharField(label=pgettext_lazy("question", "item"), required=False)


class CriterionRow(Row):
    text = LinesField(label=pgettext_lazy("question", "criterion"), rows=2, required=False)
    points = PointsField(required=False)
    main = ("text", "points")


class Rows(forms.BaseFormSet[Any]):
    """All rows that say something, with the values they hold."""

    def told(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.forms if row.cleaned_data and not row.is_left_out]

    def fault(self, sentence: str) -> None:
        """Shown above the rows."""
        self.non_form_errors().append(sentence)


def rows_of(form: type[Row], *, data: Any, prefix: str, initial: Iterable[dict[str, Any]], extra: int) -> Any:
    kinds: Any = forms.formset_factory(form, formset=Rows, extra=extra, max_num=MOST_OPTIONS, absolute_max=MOST_OPTIONS)
    return kinds(data, prefix=prefix, initial=list(initial))
