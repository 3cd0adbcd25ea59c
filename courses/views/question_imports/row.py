"""One question of a file with all its fields, to be corrected and judged again."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...enums.question_imports import QuestionImportState, QuestionVerdict
from ...forms.question_imports import CellsForm
from ...models import ImportedQuestion
from ...questions.formats.judging import place_text
from ...selectors.question_imports import sentences
from ...services.question_imports import correct_question
from ..desk import ActionView
from .of_import import OfImport


class CorrectQuestion(OfImport, ActionView):
    header_icon = "edit"
    form_class = CellsForm
    template_name = "courses/desk/question_imports/row.html"
    submit_button_label = gettext_lazy("Save and judge the question again")
    row: ImportedQuestion

    def above(self) -> list[dict[str, Any]]:
        return [*super().above(), {"url": self.import_url(), "label": self.of.file_name}]

    def get_page_title(self) -> str:
        return place_text(self.row.place_kind, self.row.place)

    def get_form_kwargs(self) -> dict[str, Any]:
        found = ImportedQuestion.objects.filter(of=self.of, number=self.kwargs["number"]).first()
        if found is None or self.of.state != QuestionImportState.READY:
            raise Http404
        self.row = found
        return {**super().get_form_kwargs(), "cells": found.cells}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "reasons": sentences([*self.row.faults, *self.row.doubts]),
            "notes": sentences(self.row.notes),
        }

    def act(self, form: Any) -> str:
        user: Any = self.request.user
        row = correct_question(of=self.of, number=self.row.number, cells=form.cells(), by=user, at=timezone.now())
        label = QuestionVerdict(row.verdict).label
        return _("The question was judged again: %(verdict)s.") % {"verdict": label}

    def get_success_url(self) -> str:
        return f"{self.import_url()}#question-{self.row.number}"
