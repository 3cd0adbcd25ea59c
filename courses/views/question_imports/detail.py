"""One import: how far it is, its questions with their verdicts, what it did."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ...enums.question_imports import QuestionImportState, QuestionVerdict
from ...forms.question_imports import DecisionForm
from ...models import ImportedQuestion
from ...questions.formats.judging import sentence_of
from ...selectors.question_imports import count_questions, question_lines, sentences
from ...services.question_imports import may_undo
from ..desk import DeskPage
from .of_import import WORK, OfImport, is_stuck

ROWS = 50
WITH_ROWS = (QuestionImportState.READY, QuestionImportState.WRITTEN, QuestionImportState.UNDONE)
ICONS = {
    QuestionVerdict.OK: "check",
    QuestionVerdict.WARN: "warning",
    QuestionVerdict.ERROR: "cross",
    QuestionVerdict.SKIP: "minus",
}


class ImportDetail(OfImport, DeskPage):
    """Comes again by itself every two seconds while something is being done."""

    template_name = "courses/desk/question_imports/detail.html"
    header_icon = "upload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.of.state in WORK and not is_stuck(self.of, timezone.now()):
            response["Refresh"] = "2"
        return response

    def get_page_title(self) -> str:
        return self.of.file_name

    def get_page_subtitle(self) -> str:
        return f"{self.of.bank.name}: {self.of.get_state_display()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        of = self.of
        now = timezone.now()
        facts: dict[str, Any] = {"of": of, "is_working": of.state in WORK, "is_stuck": is_stuck(of, now)}
        if of.state == QuestionImportState.REFUSED:
            facts["fault"] = sentence_of(of.fault["code"], of.fault["facts"])
        if of.state in WITH_ROWS:
            facts |= self._rows()
            facts["can_undo"] = may_undo(of, now)
        return super().get_context_data(**{**facts, **kwargs})

    def _rows(self) -> dict[str, Any]:
        counts = count_questions(self.of)
        asked = self.request.GET.get("show", "")
        kind = asked if asked in QuestionVerdict.values else ""
        rows = ImportedQuestion.objects.filter(of=self.of).order_by("number")
        page = Paginator(rows.filter(verdict=kind) if kind else rows, ROWS).get_page(self.request.GET.get("p"))
        tabs = [(word.value, str(word.label), counts.verdicts.get(word.value, 0)) for word in QuestionVerdict]
        return {
            "counts": counts,
            "tabs": [tab for tab in tabs if tab[2]],
            "all": sum(counts.verdicts.values()),
            "kind": kind,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "lines": [(ICONS[QuestionVerdict(line.verdict)], line) for line in question_lines(page.object_list)],
            "is_ready": self.of.state == QuestionImportState.READY,
            "notes": sentences(self.of.notes),
            "decision": DecisionForm(),
        }
