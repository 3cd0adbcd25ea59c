"""The frozen editions of a lesson for its trainers and assessors: the list, and each as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import Button

from courses.models import CoursePage, LessonPage
from courses.preflight import spoken
from courses.querysets import TEACHING_ROLES
from courses.selectors import editions_of
from people.desk.pages import Desk, DeskPage
from people.enums import Role

from ..selectors import learners_on


class OfLesson(Desk):
    """About a lesson whose course the viewer edits or assesses."""

    roles = (*TEACHING_ROLES, Role.ASSESSOR)
    kwargs: dict[str, Any]

    @cached_property
    def lesson(self) -> LessonPage:
        page = LessonPage.objects.filter(pk=self.kwargs["pk"]).first()
        if page is None or not CoursePage.objects.seen_by(self.request.user).around(page).exists():
            raise Http404
        return page

    def get_page_subtitle(self) -> str:
        return str(self.lesson.title)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("wagtailadmin_pages:edit", args=[self.lesson.pk]), "label": self.lesson.title}]


class Editions(OfLesson, DeskPage):
    template_name = "cms/desk/editions.html"
    page_title = pgettext_lazy("lesson", "Editions")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = editions_of(self.lesson.lesson_key)
        learners = learners_on([row.edition for row in rows])
        shown = [(row, learners.get(row.edition.pk, 0), spoken(row.edition.credited_seconds)) for row in rows]
        return super().get_context_data(rows=shown, **kwargs)


class EditionAsItWas(OfLesson, TemplateView):
    """Rendered from what was frozen, and from nothing of the page of today; its quiz with the key."""

    template_name = "cms/edition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = editions_of(self.lesson.lesson_key)
        row = next((row for row in rows if row.edition.number == self.kwargs["number"]), None)
        if row is None:
            raise Http404
        return super().get_context_data(
            row=row,
            edition=row.edition,
            credited=spoken(row.edition.credited_seconds),
            is_newest=row is rows[0],
            questions=list(_questions(row.edition.quiz)),
            **kwargs,
        )


def _questions(quiz: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Each with its options, the right ones marked."""
    for question in (quiz or {"questions": []})["questions"]:
        right = set(question["correct"])
        options = [(option["text"], option["id"] in right) for option in question["options"]]
        yield {"stem": question["stem"], "options": options, "explanation": question["explanation"]}


def editions_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.specific_class is LessonPage:
        url = reverse("course_editions", args=[page.pk])
        yield Button(pgettext("lesson", "Editions"), url, icon_name="history", priority=6)


def edition_paths() -> list[Any]:
    return [
        path("courses/editions/<int:pk>/", Editions.as_view(), name="course_editions"),
        path("courses/editions/<int:pk>/<int:number>/", EditionAsItWas.as_view(), name="course_edition"),
    ]
