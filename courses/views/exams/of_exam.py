"""What the pages of one exam share."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext

from people.models import User

from ...models import Exam
from ..desk import Desk


class OfExams(Desk):
    kwargs: dict[str, Any]
    header_icon = "form"

    @property
    def trainer(self) -> User:
        return cast(User, self.request.user)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("exams:index"), "label": pgettext("menu", "Exams")}]


class AboutExam(OfExams):
    """Finds the exam among those one sets; absent and hidden look alike."""

    @cached_property
    def exam(self) -> Exam:
        found = Exam.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def above(self) -> list[dict[str, Any]]:
        return [*super().above(), {"url": reverse("exams:detail", args=[self.exam.pk]), "label": self.exam.title}]

    def get_page_subtitle(self) -> str:
        return self.exam.title

    def get_success_url(self) -> str:
        return reverse("exams:detail", args=[self.exam.pk])
