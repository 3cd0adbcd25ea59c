"""What every page of one import shares: it is there for those who train for the bank's organisation, for others not."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin import messages

from people.errors import Refusal

from ...enums.question_imports import QuestionImportState
from ...models import QuestionImport
from ...tasks import read_question_file, write_questions
from ..desk import Desk

WORK = {QuestionImportState.READING: read_question_file, QuestionImportState.WRITING: write_questions}
STILL = dt.timedelta(minutes=1)


class OfImport(Desk):
    of: QuestionImport

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        seen = QuestionImport.objects.visible_to(request.user).select_related("bank__organisation", "by")
        self.of = get_object_or_404(seen, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def above(self) -> list[dict[str, Any]]:
        return [to_list()]

    def import_url(self) -> str:
        return reverse("question_imports:detail", args=[self.of.pk])


class Step(OfImport, View):
    """A button: `act` calls one service, then the page comes again."""

    http_method_names = ["post"]

    def act(self) -> str:
        """Do it, and answer with the sentence that says what was done; empty where the page shows it."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            done = self.act()
        except Refusal as refusal:
            messages.error(request, str(refusal.detail))
        else:
            if done:
                messages.success(request, done)
        return redirect(self.import_url())


def to_list() -> dict[str, Any]:
    return {"url": reverse("question_imports:index"), "label": QuestionImport._meta.verbose_name_plural}


def start_work(of: QuestionImport) -> None:
    """Hand the import to the background worker; delivered twice, it is done once."""
    WORK[QuestionImportState(of.state)].enqueue(str(of.pk))


def is_stuck(of: QuestionImport, now: dt.datetime) -> bool:
    """Whether work is due and nothing has been heard of it for a minute."""
    return QuestionImportState(of.state) in WORK and now - of.worked_at > STILL
