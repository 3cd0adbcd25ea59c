"""Upload a file of questions, and the template to fill in."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from ...enums.question_imports import QuestionImportState
from ...forms.question_imports import QuestionFileForm
from ...models import QuestionImport
from ...questions.formats.sheet_write import write_sheet
from ...services.question_imports import start_import
from ..desk import ActionView, Desk
from .files import attachment
from .of_import import start_work, to_list


class UploadQuestions(ActionView):
    page_title = gettext_lazy("Import questions")
    header_icon = "upload"
    form_class = QuestionFileForm
    template_name = "courses/desk/question_imports/upload.html"
    submit_button_label = gettext_lazy("Check the file")
    explanation = gettext_lazy(
        "The file is checked first: you see every question with its verdict, and what of it cannot be kept. "
        "Nothing is imported before you say so."
    )
    made: QuestionImport

    def above(self) -> list[dict[str, Any]]:
        return [to_list()]

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("bank", "")
        is_number = asked.isascii() and asked.isdecimal() and len(asked) < 19
        return {**super().get_initial(), "bank": asked if is_number else None}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def act(self, form: forms.Form) -> str:
        file = form.cleaned_data["file"]
        given: Any = form
        user: Any = self.request.user
        self.made = start_import(
            bank=form.cleaned_data["bank"],
            name=file.name,
            content=file.read(),
            by=user,
            at=timezone.now(),
            file_format=given.asked_format(),
        )
        if self.made.state == QuestionImportState.READING:
            start_work(self.made)
        return _("The file is here and is being checked.")

    def get_success_url(self) -> str:
        return reverse("question_imports:detail", args=[self.made.pk])


class Template(Desk, View):
    """An empty workbook with the headings that are found by themselves."""

    def get(self, request: HttpRequest) -> HttpResponse:
        file = io.BytesIO()
        write_sheet(file, [])
        return attachment(file.getvalue(), "questions-template.xlsx")
