"""What an exam asks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...enums.exams import SectionKind
from ...forms.exams import ChosenForm, DrawnForm, hundredths
from ...models import ExamSection, QuestionBank
from ...services.exam_sections import SectionDraft, remove_section, save_section
from ..desk import ActionView, DeskPage
from .of_exam import AboutExam


class OfSection(AboutExam, ActionView):
    """Adds a section, or changes the one of the address."""

    submit_button_label = gettext_lazy("Save the section")
    kind: SectionKind

    @cached_property
    def section(self) -> ExamSection | None:
        if "number" not in self.kwargs:
            return None
        found = self.exam.sections.filter(number=self.kwargs["number"], kind=self.kind).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        if self.section is None:
            return str(self.page_title)
        return _("Section %(number)s") % {"number": self.section.number}

    def get_initial(self) -> dict[str, Any]:
        section = self.section
        if section is None:
            return {}
        each = None if section.centipoints is None else Decimal(section.centipoints) / 100
        return {"title": section.title, "points_each": each}

    def drafted(self, form: forms.Form) -> SectionDraft:
        raise NotImplementedError

    def act(self, form: forms.Form) -> str:
        draft = self.drafted(form)
        save_section(exam=self.exam, draft=draft, section=self.section, by=self.trainer, at=timezone.now())
        return _("The section is saved.")


class DrawnSection(OfSection):
    page_title = gettext_lazy("Draw questions from a bank")
    form_class = DrawnForm
    kind = SectionKind.DRAWN
    explanation = gettext_lazy("Everybody gets other questions. The exam's page says how many match.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.trainer}

    def get_initial(self) -> dict[str, Any]:
        section = self.section
        if section is None:
            return {}
        own = {"bank": section.bank_id, "count": section.count, "tags": section.points.all()}
        return {**super().get_initial(), **own, "kinds": section.kinds, "difficulties": section.difficulties}

    def drafted(self, form: forms.Form) -> SectionDraft:
        given = form.cleaned_data
        return SectionDraft(
            kind=self.kind,
            title=given["title"],
            centipoints=hundredths(given["points_each"]),
            bank=given["bank"],
            count=given["count"],
            points=list(given["tags"]),
            kinds=given["kinds"],
            difficulties=given["difficulties"],
        )


class ChosenSection(OfSection):
    page_title = gettext_lazy("Choose questions")
    form_class = ChosenForm
    kind = SectionKind.FIXED

    @cached_property
    def bank(self) -> QuestionBank:
        banks = QuestionBank.objects.visible_to(self.request.user)
        if "bank" in self.kwargs:
            return get_object_or_404(banks, pk=self.kwargs["bank"])
        first = self.section.chosen.select_related("question").first() if self.section else None
        if first is None:
            raise Http404
        return get_object_or_404(banks, pk=first.question.bank_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "bank": self.bank}

    def get_initial(self) -> dict[str, Any]:
        chosen = self.section.chosen.values_list("question", flat=True) if self.section else []
        return {**super().get_initial(), "questions": list(chosen)}

    def drafted(self, form: forms.Form) -> SectionDraft:
        given = form.cleaned_data
        return SectionDraft(
            kind=self.kind,
            title=given["title"],
            centipoints=hundredths(given["points_each"]),
            questions=list(given["questions"]),
        )


class ChooseBank(AboutExam, DeskPage):
    """The banks one may choose questions from."""

    page_title = gettext_lazy("Choose questions")
    template_name = "courses/desk/exams/banks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        banks = QuestionBank.objects.visible_to(self.request.user).select_related("organisation").order_by("name", "pk")
        return super().get_context_data(**{"exam": self.exam, "banks": banks, **kwargs})


class RemoveSection(AboutExam, ActionView):
    page_title = gettext_lazy("Remove the section")
    form_class = forms.Form
    submit_button_label = gettext_lazy("Remove it")
    explanation = gettext_lazy("The questions stay in their bank, and attempts that were made keep their papers.")
    is_harmful = True

    def act(self, form: forms.Form) -> str:
        section = get_object_or_404(self.exam.sections, number=self.kwargs["number"])
        remove_section(section=section, by=self.trainer, at=timezone.now())
        return _("The section is removed.")

    def get_success_url(self) -> str:
        return reverse("exams:detail", args=[self.exam.pk])
