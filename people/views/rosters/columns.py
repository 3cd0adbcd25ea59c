"""Assign the columns of a file: each heading with what stands below it, and what it means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...desk.pages import ActionView
from ...enums import RosterColumn
from ...selectors.roster_headings import Headings, headings_of
from ...services.rosters.columns import MAY_ASSIGN, set_columns
from .of_roster import OfRoster, start_work

NOWHERE = ""


class ColumnsForm(forms.Form):
    """One choice for each meaning: the heading that holds it, or none."""

    def __init__(self, *args: Any, headings: Headings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [(NOWHERE, pgettext_lazy("column", "not in this file"))]
        for position, text in enumerate(headings.texts):
            sample = headings.samples[position]
            label = text.strip() or _("column %(number)d") % {"number": position + 1}
            choices.append((str(position), f"{label}: {sample}" if sample else label))
        for column in RosterColumn:
            self.fields[column.value] = forms.ChoiceField(choices=choices, required=False, label=column.label)

    def columns(self) -> dict[RosterColumn, int]:
        return {RosterColumn(name): int(value) for name, value in self.cleaned_data.items() if value != NOWHERE}


class AssignColumns(OfRoster, ActionView):
    page_title = gettext_lazy("Assign the columns")
    header_icon = "table"
    form_class = ColumnsForm
    submit_button_label = gettext_lazy("Check the rows")
    explanation = gettext_lazy(
        "Say which column of your file holds what. Names and mobile phone numbers are needed. "
        "The next file with the same headings is read in the same way."
    )

    def above(self) -> list[dict[str, Any]]:
        return [*super().above(), {"url": self.roster_url(), "label": self.roster.file_name}]

    def get_initial(self) -> dict[str, Any]:
        if self.roster.state not in MAY_ASSIGN:
            raise Http404
        return {**super().get_initial(), **{name: str(place) for name, place in self.roster.columns.items()}}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "headings": headings_of(self.roster)}

    def act(self, form: Any) -> str:
        user: Any = self.request.user
        self.roster = set_columns(roster=self.roster, columns=form.columns(), by=user, at=timezone.now())
        start_work(self.roster)
        return _("The columns are assigned; the rows are being checked.")

    def get_success_url(self) -> str:
        return self.roster_url()
