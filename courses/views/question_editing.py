"""Questions written and changed: kind first, then the form of that kind. Works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from ..enums import BankKind
from ..errors.banks import QuestionChanged, QuestionFaulty
from ..forms.questions.editor import QuestionEditor
from ..forms.questions.fields import written_tags
from ..forms.questions.kinds import KINDS
from ..models import Question
from ..questions.checking import faults
from ..selectors.banks import draft_of, same_in_bank
from ..services.questions import add_question, revise_question
from .bank_questions import OfQuestion, as_learners_see, question_url
from .banks import OfBank
from .desk import Desk, DeskPage


def known_kind(name: str) -> BankKind:
    if name not in KINDS:
        raise Http404
    return BankKind(name)


class ChooseKind(OfBank, DeskPage):
    """The kinds, each with what it is for."""

    template_name = "courses/desk/question_kinds.html"
    page_title = gettext_lazy("New question")
    page_subtitle = gettext_lazy("Which kind?")
    header_icon = "plus"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [(kind, reverse("bank_questions:new", args=[self.bank.pk, kind.value])) for kind in KINDS]
        case = (BankKind.CASE, reverse("bank_questions:choose_case", args=[self.bank.pk]))
        return super().get_context_data(kinds=[*kinds, case], **kwargs)


class Editing(Desk, TemplateView):
    """The forms of one question. `more` gives further rows, `preview` shows it, neither saves; all else saves."""

    template_name = "courses/desk/question_form.html"
    submit_button_label: Any = gettext_lazy("Save the question")
    may_go_on = False
    case_head: Any = None

    def make_editor(self, data: Any = None, *, wants_rows: bool = False) -> QuestionEditor:
        raise NotImplementedError

    def written(self, editor: QuestionEditor) -> Question:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(self.make_editor())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" in request.POST:
            return self._page(self.make_editor(request.POST, wants_rows=True))
        editor = self.make_editor(request.POST)
        heads = [editor, self.case_head] if self.case_head is not None else [editor]
        if not min(form.is_valid() for form in heads):
            return self._page(editor)
        if "preview" in request.POST:
            return self._page(editor, preview=as_learners_see(editor.draft), doubts=editor.doubts)
        try:
            question = self.written(editor)
        except QuestionFaulty as refusal:
            for fault in refusal.faults:
                editor.show(fault)
            return self._page(editor)
        except QuestionChanged as refusal:
            editor.head.add_error(None, str(refusal.detail))
            self.was_overtaken()
            return self._page(editor)
        messages.success(request, _("The question was saved."))
        if not ("again" in request.POST and self.may_go_on):
            return HttpResponseRedirect(question_url(question))
        self._warn(question)
        return HttpResponseRedirect(request.get_full_path())

    def was_overtaken(self) -> None:
        """Somebody else saved in between."""

    def _warn(self, question: Question) -> None:
        """As the page of the question would have."""
        version = question.newest
        for fault in faults(draft_of(version)) if version else []:
            messages.warning(self.request, fault.sentence)
        if same := same_in_bank(question):
            told = _("The bank has a question with the same wording: #%(number)s.") % {"number": same.pk}
            messages.warning(self.request, told)

    def _page(self, editor: QuestionEditor, **more: Any) -> HttpResponse:
        facts = {
            "editor": editor,
            "case_head": self.case_head,
            "submit_button_label": self.submit_button_label,
            "may_go_on": self.may_go_on,
            "seen": getattr(self, "seen", None),
            "media": editor.media,
        }
        return self.render_to_response(self.get_context_data(**facts, **more))


class NewQuestion(OfBank, Editing):
    page_title = gettext_lazy("New question")
    header_icon = "plus"
    may_go_on = True

    @cached_property
    def kind(self) -> BankKind:
        return known_kind(self.kwargs["kind"])

    def get_page_subtitle(self) -> str:
        return str(self.kind.label)

    def make_editor(self, data: Any = None, *, wants_rows: bool = False) -> QuestionEditor:
        self.bank  # noqa: B018 - a stranger gets 404 before anything else
        return QuestionEditor(self.kind, data, wants_rows=wants_rows)

    def written(self, editor: QuestionEditor) -> Question:
        return add_question(bank=self.bank, draft=editor.draft, by=self.viewer, at=timezone.now())


class Revising(OfQuestion, Editing):
    """A change to what is there: the number of the version that was read comes back with the form."""

    header_icon = "edit"

    @cached_property
    def seen(self) -> int:
        given = self.request.POST.get("seen", "")
        return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else self.newest.number

    def was_overtaken(self) -> None:
        self.seen = self.newest.number

    def revise(self, draft: Any) -> Question:
        facts: dict[str, Any] = {"by": self.viewer, "at": timezone.now(), "seen": self.seen}
        self.question.newest = revise_question(question=self.question, draft=draft, **facts)
        return self.question

    @cached_property
    def tags(self) -> str:
        return written_tags(self.question)


class EditQuestion(Revising):
    page_title = pgettext_lazy("bank", "Edit a question")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and self.newest.kind == BankKind.CASE:
            return HttpResponseRedirect(reverse("bank_questions:edit_case", args=[self.question.pk]))
        return super().dispatch(request, *args, **kwargs)

    def make_editor(self, data: Any = None, *, wants_rows: bool = False) -> QuestionEditor:
        kind = BankKind(self.newest.kind)
        return QuestionEditor(kind, data, draft=draft_of(self.newest), tags=self.tags, wants_rows=wants_rows)

    def written(self, editor: QuestionEditor) -> Question:
        return self.revise(editor.draft)
