"""Cases: the case itself, and each of its questions on a page of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..enums import BankKind
from ..errors.banks import QuestionChanged
from ..forms.questions.editor import QuestionEditor, case_head
from ..forms.questions.fields import written_tags
from ..forms.questions.kinds import KINDS
from ..models import Question
from ..questions.draft import QuestionDraft
from ..questions.formats import build
from ..selectors.banks import draft_of
from ..services.questions import add_question, revise_question
from .bank_questions import OfQuestion
from .banks import OfBank
from .desk import ActionView, DeskPage
from .question_editing import Editing, Revising, known_kind


class ChooseFirstPart(OfBank, DeskPage):
    template_name = "courses/desk/question_kinds.html"
    page_title = gettext_lazy("New case")
    page_subtitle = gettext_lazy("Which kind is its first question?")
    header_icon = "plus"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [(kind, reverse("bank_questions:new_case", args=[self.bank.pk, kind.value])) for kind in KINDS]
        return super().get_context_data(kinds=kinds, **kwargs)


class ChoosePart(OfQuestion, DeskPage):
    template_name = "courses/desk/question_kinds.html"
    page_title = gettext_lazy("Add a question to the case")
    page_subtitle = gettext_lazy("Which kind?")
    header_icon = "plus"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts_of_case(self.question)
        kinds = [(kind, reverse("bank_questions:new_part", args=[self.question.pk, kind.value])) for kind in KINDS]
        return super().get_context_data(kinds=kinds, **kwargs)


def parts_of_case(question: Question) -> tuple[QuestionDraft, list[QuestionDraft]]:
    if question.newest is None or question.newest.kind != BankKind.CASE:
        raise Http404
    draft = draft_of(question.newest, question.tags.names())
    return draft, build.parts_of(draft)


def with_parts(case: QuestionDraft, parts: list[QuestionDraft]) -> QuestionDraft:
    """The same case with other questions, and the points that they earn together."""
    made = build.case(case.stem, parts)
    return replace(case, content=made.content, key=made.key, centipoints=made.centipoints)


class NewCase(OfBank, Editing):
    """A case is saved with its first question: one without a question cannot be asked."""

    page_title = gettext_lazy("New case")
    header_icon = "plus"
    submit_button_label = gettext_lazy("Save the case")

    @cached_property
    def kind(self) -> BankKind:
        return known_kind(self.kwargs["kind"])

    def get_page_subtitle(self) -> str:
        return str(self.kind.label)

    def make_editor(self, data: Any = None, *, wants_rows: bool = False) -> QuestionEditor:
        self.bank  # noqa: B018 - a stranger gets 404 before anything else
        self.case_head = case_head(data)
        return QuestionEditor(self.kind, data, is_part=True, wants_rows=wants_rows)

    def written(self, editor: QuestionEditor) -> Question:
        case = replace(build.case("", [editor.draft]), **self.case_head.facts())
        return add_question(bank=self.bank, draft=case, by=self.viewer, at=timezone.now())


class NewPart(Revising):
    page_title = gettext_lazy("Add a question to the case")
    header_icon = "plus"

    @cached_property
    def kind(self) -> BankKind:
        return known_kind(self.kwargs["kind"])

    def make_editor(self, data: Any = None, *, wants_rows: bool = False) -> QuestionEditor:
        parts_of_case(self.question)
        return QuestionEditor(self.kind, data, is_part=True, wants_rows=wants_rows)

    def written(self, editor: QuestionEditor) -> Question:
        case, parts = parts_of_case(self.question)
        return self.revise(with_parts(case, [*parts, editor.draft]))


class EditPart(Revising):
    page_title = gettext_lazy("Edit a question of the case")

    @cached_property
    def place(self) -> int:
        place = int(self.kwargs["place"])
        if not 1 <= place <= len(parts_of_case(self.question)[1]):
            raise Http404
        return place

    def make_editor(self, data: Any = None, *, wants_rows: bool = False) -> QuestionEditor:
        part = parts_of_case(self.question)[1][self.place - 1]
        return QuestionEditor(part.kind, data, draft=part, is_part=True, wants_rows=wants_rows)

    def written(self, editor: QuestionEditor) -> Question:
        case, parts = parts_of_case(self.question)
        parts[self.place - 1] = editor.draft
        return self.revise(with_parts(case, parts))


class OfCase(OfQuestion, ActionView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            parts_of_case(self.question)
        return super().dispatch(request, *args, **kwargs)


class EditCase(OfCase):
    """The text of the case, and what it is about; its questions have pages of their own."""

    page_title = gettext_lazy("Edit a case")
    header_icon = "edit"
    submit_button_label = gettext_lazy("Save the case")
    explanation = gettext_lazy("Its questions are edited one by one, from the page of the case.")

    def get_form(self, form_class: Any = None) -> forms.Form:
        case, _parts = parts_of_case(self.question)
        data = self.request.POST if self.request.method == "POST" else None
        form: forms.Form = case_head(data, draft=case, tags=written_tags(self.question))
        form.fields["seen"] = seen_field(self.newest.number)
        return form

    def act(self, form: Any) -> str:
        case, _parts = parts_of_case(self.question)
        facts: dict[str, Any] = {"by": self.viewer, "at": timezone.now(), "seen": form.cleaned_data["seen"]}
        try:
            revise_question(question=self.question, draft=replace(case, **form.facts()), **facts)
        except QuestionChanged:
            form.data = {**form.data.dict(), form.add_prefix("seen"): self.newest.number}
            raise
        return _("The case was saved.")


def seen_field(number: int) -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, initial=number, min_value=1, max_value=10**8)


class SeenForm(forms.Form):
    seen = seen_field(1)


class RemovePart(OfCase):
    page_title = gettext_lazy("Take a question out of the case")
    header_icon = "bin"
    form_class = SeenForm
    is_harmful = True
    submit_button_label = gettext_lazy("Take it out")
    explanation = gettext_lazy("The case gets a new version without it. Papers that hold the old version keep it.")

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.newest.number}

    def act(self, form: forms.Form) -> str:
        case, parts = parts_of_case(self.question)
        place = int(self.kwargs["place"])
        if not 1 <= place <= len(parts):
            raise Http404
        del parts[place - 1]
        draft = with_parts(case, parts)
        facts: dict[str, Any] = {"by": self.viewer, "at": timezone.now(), **form.cleaned_data}
        revise_question(question=self.question, draft=draft, **facts)
        return _("The question was taken out of the case.")
