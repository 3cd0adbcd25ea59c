"""One row with all its cells, to correct several at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...desk.pages import ActionView
from ...enums import RosterColumn, RosterState
from ...models import RosterRow
from ...rosters.masking import masked, to_edit
from ...rosters.payload import open_cells
from ...rosters.sheets import MAX_CELL
from ...services.rosters.correcting import fix_cells
from .of_roster import OfRoster


class RowForm(forms.Form):
    def __init__(self, *args: Any, columns: list[RosterColumn], hidden: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in columns:
            self.fields[column.value] = forms.CharField(max_length=MAX_CELL, required=False, label=column.label)
        for name, number in hidden.items():
            self.fields[name].help_text = _("In the file: %(number)s. Leave this empty to keep it.") % {
                "number": number
            }

    def changed(self) -> dict[RosterColumn, str]:
        return {RosterColumn(name): self.cleaned_data[name] for name in self.changed_data}


class CorrectRow(OfRoster, ActionView):
    header_icon = "edit"
    form_class = RowForm
    submit_button_label = gettext_lazy("Save and judge again")
    row: RosterRow

    def above(self) -> list[dict[str, Any]]:
        return [*super().above(), {"url": self.roster_url(), "label": self.roster.file_name}]

    def get_page_title(self) -> str:
        return _("Row %(line)d") % {"line": self.row.line}

    def get_form_kwargs(self) -> dict[str, Any]:
        found = self.roster.rows.filter(number=self.kwargs["number"]).first()
        if found is None or self.roster.state != RosterState.READY:
            raise Http404
        self.row = found
        cells = open_cells(found.cells_sealed, roster=self.roster.pk, number=found.number)
        columns = [column for column in RosterColumn if column.value in self.roster.columns]
        texts = {column: cells.get(column, "") for column in columns}
        hidden = {column.value: masked(column, text) for column, text in texts.items() if masked(column, text) != text}
        initial = {column.value: to_edit(column, text) for column, text in texts.items()}
        return {**super().get_form_kwargs(), "initial": initial, "columns": columns, "hidden": hidden}

    def act(self, form: Any) -> str:
        user: Any = self.request.user
        if texts := form.changed():
            fix_cells(roster=self.roster, number=self.row.number, texts=texts, by=user, at=timezone.now())
        return _("The row was corrected and judged again.")

    def get_success_url(self) -> str:
        return f"{self.roster_url()}#row-{self.row.number}"
