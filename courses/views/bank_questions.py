"""One question of a bank: its page, and retiring it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from people.models import User

from ..enums import BankKind
from ..forms.questions.fields import points_of
from ..models import Question, QuestionVersion
from ..questions.checking import faults
from ..questions.draft import QuestionDraft
from ..questions.showing import for_learner, for_review
from ..selectors.banks import draft_of, history_of, questions_seen_by, same_in_bank, uses_of
from ..services.questions import restore_question, retire_question
from .banks import bank_crumbs
from .desk import ActionView, DeskPage

SEED = "preview"


def question_url(question: Question) -> str:
    return reverse("bank_questions:detail", args=[question.pk])


class OfQuestion:
    """About one question that the viewer works on, by the argument `pk`."""

    request: Any
    kwargs: dict[str, Any]

    @property
    def viewer(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def question(self) -> Question:
        seen = questions_seen_by(self.viewer).select_related("bank__organisation")
        found = seen.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def newest(self) -> QuestionVersion:
        return cast(QuestionVersion, self.question.newest)

    def get_page_subtitle(self) -> str:
        return f"#{self.question.pk}"

    def above(self) -> list[dict[str, Any]]:
        crumbs = bank_crumbs(self.question.bank)
        return [*crumbs, {"url": question_url(self.question), "label": self.get_page_subtitle()}]

    def get_success_url(self) -> str:
        return question_url(self.question)


def as_learners_see(draft: QuestionDraft) -> dict[str, Any]:
    shown = for_learner(draft.kind, draft.stem, draft.content, centipoints=draft.centipoints, seed=SEED)
    for one in [shown, *shown.get("parts", [])]:
        one["blank_numbers"] = range(1, one.get("blanks", 0) + 1)
    return shown


def with_answers(draft: QuestionDraft) -> dict[str, Any]:
    facts: dict[str, Any] = {"centipoints": draft.centipoints, "seed": SEED}
    return for_review(draft.kind, draft.stem, draft.content, draft.key, draft.explanation, **facts)


class QuestionPage(OfQuestion, DeskPage):
    template_name = "courses/desk/question.html"
    page_title = pgettext_lazy("bank", "Question")
    header_icon = "help"

    def above(self) -> list[dict[str, Any]]:
        return bank_crumbs(self.question.bank)

    def get_header_buttons(self) -> list[Any]:
        pk = [self.question.pk]
        retired = self.question.retired_at is not None
        turn = (
            ("restore", pgettext("question", "Restore"), "undo")
            if retired
            else ("retire", pgettext("question", "Retire"), "no-view")
        )
        return [
            HeaderButton(_("Edit the question"), url=reverse("bank_questions:edit", args=pk), icon_name="edit"),
            HeaderButton(turn[1], url=reverse(f"bank_questions:{turn[0]}", args=pk), icon_name=turn[2]),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = draft_of(self.newest)
        facts: dict[str, Any] = {
            "question": self.question,
            "version": self.newest,
            "points": points_of(self.newest.centipoints),
            "is_case": draft.kind == BankKind.CASE,
            "shown": as_learners_see(draft),
            "review": with_answers(draft),
            "doubts": faults(draft),
            "same": same_in_bank(self.question),
            "history": history_of(self.question),
            "uses": uses_of(self.question, self.viewer),
        }
        return super().get_context_data(**facts, **kwargs)


class RetireQuestion(OfQuestion, ActionView):
    page_title = gettext_lazy("Retire the question")
    header_icon = "no-view"
    form_class = forms.Form
    submit_button_label = gettext_lazy("Retire the question")
    explanation = gettext_lazy(
        "Exams do not draw it any more. Papers that hold it keep it. You can restore it at any time."
    )

    def act(self, form: forms.Form) -> str:
        retire_question(question=self.question, by=self.viewer, at=timezone.now())
        return _("The question is retired.")


class RestoreQuestion(OfQuestion, ActionView):
    page_title = gettext_lazy("Restore the question")
    header_icon = "undo"
    form_class = forms.Form
    submit_button_label = gettext_lazy("Restore the question")
    explanation = gettext_lazy("Exams may draw it again.")

    def act(self, form: forms.Form) -> str:
        restore_question(question=self.question, by=self.viewer, at=timezone.now())
        return _("The question is in use again.")
