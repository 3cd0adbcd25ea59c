"""A bank, or a part of it, as a file: what each format cannot say stands on the page before it is taken."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.generic import View

from ...enums.question_imports import QuestionFormat
from ...forms.question_imports import SelectionForm
from ...models import QuestionBank
from ...questions.draft import QuestionDraft
from ...questions.formats.judging import sentence_of
from ...questions.formats.layout_write import cells_of
from ...questions.formats.losses import Losses
from ...questions.formats.moodle.write import FOOT, HEAD
from ...questions.formats.sheet_write import write_sheet
from ...selectors.question_exports import EXPORTED, WRITERS, Selection, drafts_of, losses_of, questions_to_export
from ...services.question_imports.exporting import note_export
from ..banks import bank_crumbs
from ..desk import Desk, DeskPage
from .files import attachment

SUFFIXES = {QuestionFormat.GIFT: "gift.txt", QuestionFormat.MOODLE_XML: "xml", QuestionFormat.XLSX: "xlsx"}
TYPES = {QuestionFormat.GIFT: "text/plain; charset=utf-8", QuestionFormat.MOODLE_XML: "application/xml; charset=utf-8"}


class OfBankFile(Desk):
    bank: QuestionBank

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        seen = QuestionBank.objects.visible_to(request.user).select_related("organisation")
        self.bank = get_object_or_404(seen, pk=kwargs["bank"])
        return super().dispatch(request, *args, **kwargs)

    def selection_form(self) -> SelectionForm:
        return SelectionForm(self.request.GET, bank=self.bank)

    def drafts(self, form: SelectionForm) -> list[QuestionDraft]:
        chosen = Selection(**form.cleaned_data) if form.is_valid() else Selection()
        return list(drafts_of(questions_to_export(self.bank, chosen)))


class ExportQuestions(OfBankFile, DeskPage):
    page_title = gettext_lazy("Export questions")
    template_name = "courses/desk/question_imports/export.html"
    header_icon = "download"

    def above(self) -> list[dict[str, Any]]:
        return bank_crumbs(self.bank)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.selection_form()
        drafts = self.drafts(form)
        query = self.request.GET.copy()
        query.pop("format", None)
        facts = {
            "bank": self.bank,
            "form": form,
            "total": len(drafts),
            "query": query.urlencode(),
            "formats": [self._of_format(kind, drafts) for kind in EXPORTED],
        }
        return super().get_context_data(**{**kwargs, **facts})

    def _of_format(self, kind: QuestionFormat, drafts: list[QuestionDraft]) -> dict[str, Any]:
        losses = losses_of(drafts, kind)
        told = [(sentence_of(str(loss.value), losses.facts[loss]), count) for loss, count in losses.counts.items()]
        return {"value": kind.value, "label": kind.label, "written": len(drafts) - losses.left_out, "losses": told}


class QuestionsFile(OfBankFile, View):
    """`format` is one of xlsx, gift, moodle."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("format", "")
        kind = QuestionFormat(asked) if asked in EXPORTED else QuestionFormat.XLSX
        drafts = self.drafts(self.selection_form())
        user: Any = request.user
        note_export(bank=self.bank, file_format=kind, count=len(drafts), by=user)
        name = f"questions-{self.bank.pk}.{SUFFIXES[kind]}"
        if kind == QuestionFormat.XLSX:
            file = io.BytesIO()
            write_sheet(file, [cells_of(draft) for draft in drafts])
            return attachment(file.getvalue(), name)
        text = "".join(WRITERS[kind](draft, Losses()) for draft in drafts)
        whole = f"{HEAD}{text}{FOOT}" if kind == QuestionFormat.MOODLE_XML else text
        return attachment(whole.encode(), name, TYPES[kind])
