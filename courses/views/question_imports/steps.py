"""The buttons of an import, and the steps that ask first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...forms.question_imports import DecisionForm
from ...services.question_imports import begin_import, cancel_import, undo_import
from ..desk import ActionView
from .of_import import OfImport, Step, is_stuck, start_work


class BeginImport(Step):
    def act(self) -> str:
        user: Any = self.request.user
        form = DecisionForm(self.request.POST)
        form.is_valid()
        self.of = begin_import(
            of=self.of,
            by=user,
            at=timezone.now(),
            with_doubles=form.cleaned_data["with_doubles"],
            all_or_nothing=form.cleaned_data["all_or_nothing"],
        )
        start_work(self.of)
        return ""


class Resume(Step):
    """Where a worker was killed: the work goes on where it stopped."""

    def act(self) -> str:
        if is_stuck(self.of, timezone.now()):
            start_work(self.of)
        return ""


class CancelImport(OfImport, ActionView):
    page_title = gettext_lazy("Cancel this import of questions")
    header_icon = "cross"
    form_class = forms.Form
    is_harmful = True
    submit_button_label = gettext_lazy("Cancel, import no question")
    explanation = gettext_lazy("No question is imported. The file and everything corrected here are removed.")

    def act(self, form: forms.Form) -> str:
        user: Any = self.request.user
        cancel_import(of=self.of, by=user, at=timezone.now())
        return _("No question was imported; the file was removed.")

    def get_success_url(self) -> str:
        return self.import_url()


class UndoImport(OfImport, ActionView):
    page_title = gettext_lazy("Undo this import of questions")
    header_icon = "undo"
    form_class = forms.Form
    is_harmful = True
    submit_button_label = gettext_lazy("Undo the import of questions")
    explanation = gettext_lazy(
        "All questions of this import are retired: no exam draws them. This is possible within 24 hours, as long as no "
        "exam uses one of them."
    )

    def act(self, form: forms.Form) -> str:
        user: Any = self.request.user
        count = undo_import(of=self.of, by=user, at=timezone.now())
        return _("%(count)d questions were retired.") % {"count": count}

    def get_success_url(self) -> str:
        return self.import_url()
