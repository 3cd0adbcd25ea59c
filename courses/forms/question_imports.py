"""Forms of files of questions: the upload, one question's fields, the decision, the export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..enums import BankKind, Difficulty
from ..enums.question_imports import QuestionFormat, SheetColumn
from ..errors.question_imports import FileUnusable
from ..models import KnowledgePoint, QuestionBank
from ..questions.formats.answers import letter
from ..questions.formats.detect import refuse_at_once
from ..questions.formats.fields import options_in, text_in
from ..questions.formats.found import Cells

ACCEPTED = ".xlsx,.csv,.tsv,.docx,.txt,.gift,.xml,.zip"
FEWEST_OPTIONS, MOST_OPTIONS = 4, 50
LONG = {SheetColumn.STEM, SheetColumn.EXPLANATION, SheetColumn.REFERENCE, SheetColumn.RUBRIC}
FIELDS = [column for column in SheetColumn if column not in {SheetColumn.OPTIONS, SheetColumn.CASE}]
LONGEST = 20_000


class QuestionFileForm(forms.Form):
    """Name, size and the first bytes are looked at before anything more is read."""

    bank = forms.ModelChoiceField(QuestionBank.objects.none(), label=gettext_lazy("question bank"))
    file = forms.FileField(
        label=pgettext_lazy("question file", "File"),
        help_text=gettext_lazy("xlsx, csv, docx, txt, GIFT, Moodle XML, Aiken or QTI 2 (xml, zip); 32 MB at most."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,
    )
    format = forms.ChoiceField(
        label=pgettext_lazy("question file", "Format"),
        required=False,
        choices=[("", gettext_lazy("find it out by itself")), *QuestionFormat.choices],
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["bank"]
        field.queryset = QuestionBank.objects.visible_to(user).order_by("name", "pk")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            refuse_at_once(file.name, file.size, file.read(8))
        except FileUnusable as refusal:
            raise forms.ValidationError(str(refusal.detail)) from refusal
        file.seek(0)
        return file

    def asked_format(self) -> QuestionFormat | None:
        given = self.cleaned_data["format"]
        return QuestionFormat(given) if given else None


class CellsForm(forms.Form):
    """All fields of one question of a file; those of a case's questions have `p1-`, `p2-` ... in front."""

    def __init__(self, *args: Any, cells: Cells, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = [part for part in cells.get("parts", []) if isinstance(part, dict)]
        self._add("", cells, "", with_options=not self.parts)
        for number, part in enumerate(self.parts, start=1):
            self._add(f"p{number}-", part, _("Question %(number)d") % {"number": number}, with_options=True)

    def _add(self, prefix: str, cells: Cells, title: str, *, with_options: bool) -> None:
        for column in FIELDS:
            label = f"{title}: {column.label}" if title else str(column.label)
            widget: Any = forms.Textarea(attrs={"rows": 2}) if column in LONG else forms.TextInput()
            self.fields[prefix + column.value] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST,
                strip=False,
                widget=widget,
                initial=text_in(cells, column.value),
            )
            if column == SheetColumn.STEM and with_options:
                self._add_options(prefix, cells, title)

    def _add_options(self, prefix: str, cells: Cells, title: str) -> None:
        options = options_in(cells)
        for place in range(min(max(FEWEST_OPTIONS, len(options) + 1), MOST_OPTIONS)):
            label = _("Option %(letter)s") % {"letter": letter(place)}
            self.fields[f"{prefix}option-{place}"] = forms.CharField(
                label=f"{title}: {label}" if title else label,
                required=False,
                max_length=LONGEST,
                strip=False,
                initial=options[place] if place < len(options) else "",
            )

    def cells(self) -> Cells:
        """The fields as they were sent."""
        found = self._cells("")
        if self.parts:
            found["parts"] = [self._cells(f"p{number}-") for number in range(1, len(self.parts) + 1)]
        return found

    def _cells(self, prefix: str) -> Cells:
        found: Cells = {}
        for column in FIELDS:
            if text := self.cleaned_data.get(prefix + column.value, ""):
                found[column.value] = text.replace("\r\n", "\n")
        names = [name for name in self.cleaned_data if name.startswith(f"{prefix}option-")]
        options = [self.cleaned_data[name].replace("\r\n", "\n") for name in sorted(names, key=_place)]
        if any(option.strip() for option in options):
            found["options"] = options
        return found


class DecisionForm(forms.Form):
    """How the good questions are imported."""

    with_doubles = forms.BooleanField(required=False)
    all_or_nothing = forms.BooleanField(required=False)


class SelectionForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("kind"),
        required=False,
        choices=[("", pgettext_lazy("question file", "all")), *BankKind.choices],
    )
    difficulty = forms.ChoiceField(
        label=gettext_lazy("difficulty"),
        required=False,
        choices=[("", pgettext_lazy("question file", "all")), *Difficulty.choices],
    )
    tag = forms.ChoiceField(label=gettext_lazy("knowledge point"), required=False)

    def __init__(self, *args: Any, bank: QuestionBank, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = KnowledgePoint.objects.filter(questions__content_object__bank=bank).distinct().order_by("name")
        field: Any = self.fields["tag"]
        names = points.values_list("name", flat=True)
        field.choices = [("", pgettext_lazy("question file", "all")), *((name, name) for name in names)]


def _place(name: str) -> int:
    return int(name.rpartition("-")[2])
