"""Making an exam, changing it, putting it into use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.widgets.button import HeaderButton

from ...enums.exams import ExamState, SectionKind
from ...forms.exams import ExamForm, NewExamForm
from ...models import ExamSection
from ...selectors.exam_desk import section_lines
from ...selectors.exams import lacks_of, rules_of, sections_of
from ...services.exams import CHANGEABLE, change_exam, close_exam, create_exam, open_exam
from ..desk import ActionView, DeskPage
from .of_exam import AboutExam, OfExams


class NewExam(OfExams, ActionView):
    page_title = gettext_lazy("New exam")
    form_class = NewExamForm
    submit_button_label = gettext_lazy("Make the exam")
    explanation = gettext_lazy("Next you say what is asked. Learners see the exam once it is put into use.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.trainer}

    def act(self, form: forms.Form) -> str:
        facts = {name: form.cleaned_data[name] for name in CHANGEABLE}
        self.made = create_exam(course=form.cleaned_data["course"], facts=facts, by=self.trainer, at=timezone.now())
        return _("The exam is made. Now add what is asked.")

    def get_success_url(self) -> str:
        return reverse("exams:detail", args=[self.made.pk])


class ChangeExam(AboutExam, ActionView):
    page_title = gettext_lazy("Change the exam")
    form_class = ExamForm
    explanation = gettext_lazy("Changes hold for attempts that begin from now on.")

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: the form writes into its instance before the service has judged.
        return {**super().get_form_kwargs(), "instance": type(self.exam).objects.get(pk=self.exam.pk)}

    def act(self, form: forms.Form) -> str:
        facts = {name: form.cleaned_data[name] for name in CHANGEABLE}
        change_exam(exam=self.exam, facts=facts, by=self.trainer, at=timezone.now())
        return _("The exam is changed.")


class OpenExam(AboutExam, ActionView):
    page_title = gettext_lazy("Put the exam into use")
    form_class = forms.Form
    submit_button_label = gettext_lazy("Put it into use")
    explanation = gettext_lazy("Learners of the course can then begin, within the times you have set.")

    def act(self, form: forms.Form) -> str:
        open_exam(exam=self.exam, by=self.trainer, at=timezone.now())
        return _("The exam is in use.")


class CloseExam(AboutExam, ActionView):
    page_title = gettext_lazy("Take the exam out of use")
    form_class = forms.Form
    submit_button_label = gettext_lazy("Take it out of use")
    explanation = gettext_lazy("Nobody begins any more; attempts that are under way go on to their end.")
    is_harmful = True

    def act(self, form: forms.Form) -> str:
        close_exam(exam=self.exam, by=self.trainer, at=timezone.now())
        return _("The exam is out of use.")


class ExamPage(AboutExam, DeskPage):
    """What is asked, with the number of questions that match, and the ways on."""

    template_name = "courses/desk/exams/exam.html"

    def above(self) -> list[dict[str, Any]]:
        return OfExams.above(self)

    def get_page_title(self) -> str:
        return self.exam.title

    def get_page_subtitle(self) -> str:
        return self.exam.course_title

    def get_header_buttons(self) -> list[Any]:
        names = [(_("Change the exam"), "edit", "edit")]
        if self.exam.state == ExamState.OPEN:
            names.append((_("Take it out of use"), "close", "cross"))
        else:
            names.append((_("Put it into use"), "open", "check"))
        names += [
            (_("Preview a paper"), "preview", "view"),
            (pgettext("exam", "Attempts"), "attempts", "group"),
            (pgettext("exam", "Statistics"), "statistics", "success"),
        ]
        return [
            HeaderButton(label, url=reverse(f"exams:{name}", args=[self.exam.pk]), icon_name=icon)
            for label, name, icon in names
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sections: list[ExamSection] = sections_of(self.exam)
        rules = rules_of(sections)
        facts: dict[str, Any] = {
            "exam": self.exam,
            "lines": section_lines(sections, rules),
            "lacks": lacks_of(rules),
            "is_open": self.exam.state == ExamState.OPEN,
            "drawn": SectionKind.DRAWN,
        }
        return super().get_context_data(**{**facts, **kwargs})
