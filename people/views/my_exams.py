"""Preparing for the national examination: results and plans, kept by the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..enums.qualifications import ExamOutcome
from ..forms.qualifications import ExamResultForm
from ..models import ExamResult, ExamSubject
from ..services.exam_results import record_exam_result, remove_exam_result
from .own import OwnAction

OVERVIEW = reverse_lazy("my-qualifications")


class AddExamResult(OwnAction):
    form_class = ExamResultForm
    success_url = OVERVIEW
    title = gettext_lazy("Add a result or a plan")
    explanation = gettext_lazy("For yourself: it shows what is missing and until when your results count.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "subjects": ExamSubject.objects.on(self.today)}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("subject", "")
        subject = {"subject": asked} if asked.isdecimal() else {}
        return {"year": self.today.year, "outcome": ExamOutcome.PASSED, **subject}

    def act(self, form: Form, at: dt.datetime) -> str:
        record_exam_result(person=self.person, by=self.person, at=at, **form.cleaned_data)
        return _("The entry is saved.")


class RemoveExamResult(OwnAction):
    form_class = Form
    success_url = OVERVIEW
    is_harmful = True
    title = gettext_lazy("Remove a result")
    submit = gettext_lazy("Remove the entry")

    @cached_property
    def result(self) -> ExamResult:
        own = ExamResult.objects.filter(person=self.person).select_related("subject", "person")
        found: ExamResult = get_object_or_404(own, pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"subtitle": f"{self.result.year} · {self.result.subject.name}", **kwargs})

    def act(self, form: Form, at: dt.datetime) -> str:
        remove_exam_result(result=self.result, by=self.person, at=at)
        return _("The entry is removed.")
