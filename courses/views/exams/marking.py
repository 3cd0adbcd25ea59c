"""The marking queue: one answer after the other, without names unless the exam wants them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User

from ...exams.fields import answer_words
from ...forms.exams import MarkForm
from ...models import HandedInAnswer
from ...questions.showing import for_review
from ...selectors.exam_desk import marking_counts
from ...selectors.exam_results import unmarked_by
from ...services.exam_results import mark_answer, sheet_of
from ..desk import ActionView, DeskPage
from .of_exam import OfExams


class MarkingQueue(OfExams, DeskPage):
    page_title = gettext_lazy("Answers to mark")
    template_name = "courses/desk/exams/queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = []
        for exam, count in marking_counts(self.trainer):
            first = unmarked_by(self.trainer).filter(attempt__exam=exam).first()
            rows.append((exam, count, first))
        return super().get_context_data(**{"rows": rows, **kwargs})


class MarkAnswer(OfExams, ActionView):
    """The answer beside the criteria; saving leads to the next one of the exam."""

    page_title = gettext_lazy("Mark an answer")
    template_name = "courses/desk/exams/mark.html"
    form_class = MarkForm
    submit_button_label = gettext_lazy("Save and go on to the next")

    @cached_property
    def answer(self) -> HandedInAnswer:
        found = HandedInAnswer.objects.select_related("asked__version", "attempt__exam", "attempt__learner")
        answer = unmarked_by(self.trainer).filter(pk=self.kwargs["pk"]).first()
        if answer is None:
            raise Http404
        return found.get(pk=answer.pk)

    def above(self) -> list[dict[str, Any]]:
        return [*super().above(), {"url": reverse("exams:marking"), "label": _("Answers to mark")}]

    def get_page_subtitle(self) -> str:
        return self.answer.attempt.exam.title

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": sheet_of(self.answer).rows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answer, version, exam = self.answer, self.answer.asked.version, self.answer.attempt.exam
        shown = for_review(
            version.kind,
            version.stem,
            version.content,
            version.key,
            version.explanation,
            centipoints=answer.asked.centipoints,
            seed="",
            shuffle=False,
        )
        given = answer.answer if isinstance(answer.answer, dict) else {}
        parts = [
            {**part, "given": answer_words(own["kind"], own["content"], given.get(part["id"]))}
            for part, own in zip(shown.get("parts", []), version.content.get("parts", []), strict=True)
        ]
        facts: dict[str, Any] = {
            "answer": answer,
            "shown": {**shown, "parts": parts},
            "given": [] if parts else answer_words(version.kind, version.content, answer.answer),
            "left": unmarked_by(self.trainer).filter(attempt__exam=exam).count(),
            "learner_name": "" if exam.is_anonymous else self._name(answer.attempt.learner),
        }
        return super().get_context_data(**{**facts, **kwargs})

    def _name(self, learner: User) -> str:
        seen = User.objects.visible_to(self.request.user).filter(pk=learner.pk).first()
        return seen.get_full_name() if seen else ""

    def act(self, form: forms.Form) -> str:
        marking: Any = form
        mark_answer(
            answer=self.answer,
            given=marking.given(),
            comment=form.cleaned_data["comment"],
            by=self.trainer,
            at=timezone.now(),
        )
        return _("The mark is saved.")

    def get_success_url(self) -> str:
        following = unmarked_by(self.trainer).filter(attempt__exam=self.answer.attempt.exam_id).first()
        return reverse("exams:mark", args=[following.pk]) if following else reverse("exams:marking")
