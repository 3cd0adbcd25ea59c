"""Files of an import: the refused questions with their reasons, in the product's layout."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext
from django.views.generic import View

from people.spreadsheets import CONTENT_TYPES

from ...enums.question_imports import QuestionVerdict
from ...models import ImportedQuestion
from ...questions.formats.judging import place_text
from ...questions.formats.sheet_write import write_sheet
from ...selectors.question_imports import sentences
from .of_import import OfImport


class RefusedQuestions(OfImport, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = list(ImportedQuestion.objects.filter(of=self.of, verdict=QuestionVerdict.ERROR))
        about = [
            (pgettext("question column", "place in the file"), [place_text(row.place_kind, row.place) for row in rows]),
            (pgettext("question column", "reasons"), [" ".join(sentences(row.faults)) for row in rows]),
        ]
        file = io.BytesIO()
        write_sheet(file, [row.cells for row in rows], about)
        return attachment(file.getvalue(), "questions-refused.xlsx")


def attachment(content: bytes, name: str, content_type: str = CONTENT_TYPES["xlsx"]) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
