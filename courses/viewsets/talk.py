"""Learners' questions, announcements and evaluations at the trainers' desk."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..models import Announcement, CoursePage, EvaluationLink, LessonQuestion
from ..selectors.talk import led_announcements, questions_led_by
from ..views.announcements import Announce, WithdrawAnnouncement
from ..views.evaluation_desk import EvaluationPage, OpenEvaluation, evaluation_file
from .taught import TaughtIndexView, TaughtViewSet

WAITING, ESCALATED, ANSWERED, HIDDEN = "waiting", "escalated", "answered", "hidden"
STATES: dict[str, tuple[Any, dict[str, Any]]] = {
    WAITING: (pgettext_lazy("question", "waiting for an answer"), {"answered_at": None, "hidden_at": None}),
    ESCALATED: (
        pgettext_lazy("question", "passed on, still waiting"),
        {"answered_at": None, "hidden_at": None, "escalated_at__isnull": False},
    ),
    ANSWERED: (pgettext_lazy("question", "answered"), {"answered_at__isnull": False, "hidden_at": None}),
    HIDDEN: (pgettext_lazy("question", "hidden"), {"hidden_at__isnull": False}),
}


class QuestionFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("question", "state"),
        choices=[(name, label) for name, (label, _facts) in STATES.items()],
        method="by_state",
    )

    class Meta:
        model = LessonQuestion
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**STATES[value][1])


def _state(question: LessonQuestion) -> Any:
    if question.hidden_at:
        return STATES[HIDDEN][0]
    if question.answered_at:
        return STATES[ANSWERED][0]
    return STATES[ESCALATED if question.escalated_at else WAITING][0]


class QuestionIndexView(TaughtIndexView):
    filterset_class = QuestionFilterSet
    search_fields = ["text"]
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Any]:
        return questions_led_by(self.request.user)

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.ordering:
            return super().order_queryset(queryset)
        return queryset.order_by(F("answered_at").desc(nulls_first=True), "asked_at", "pk")

    def page_url(self, instance: Any) -> str:
        return reverse("lesson-question", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "text",
                label=pgettext_lazy("talk", "question"),
                accessor=lambda question: Truncator(question.text).chars(60),
                get_url=self.page_url,
            ),
            Column("course_title", label=_("course")),
            Column("lesson_title", label=_("lesson")),
            DateColumn("asked_at", label=pgettext_lazy("talk", "asked"), sort_key="asked_at"),
            Column("state", label=pgettext_lazy("question", "state"), accessor=_state),
        ]


class LessonQuestionViewSet(TaughtViewSet):
    model = LessonQuestion
    name = "lesson_questions"
    url_prefix = "courses/questions"
    icon = "help"
    menu_label = _("Learners' questions")
    index_view_class = QuestionIndexView
    form_fields = ["text"]  # of screens that are not there


class AnnouncementIndexView(TaughtIndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return led_announcements(self.request.user)

    def page_url(self, instance: Any) -> str | None:
        return None if instance.withdrawn_at else reverse("announcements:withdraw", args=[instance.pk])

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Announce something"), url=reverse("announcements:announce"), icon_name="plus")]

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("title", label=pgettext_lazy("announcement", "title"), get_url=self.page_url),
            Column("course_title", label=_("course")),
            DateColumn("at", label=pgettext_lazy("announcement", "announced")),
            Column("shown_until", label=pgettext_lazy("announcement", "shown until")),
            Column(
                "state",
                label=pgettext_lazy("announcement", "state"),
                accessor=lambda one: _("withdrawn") if one.withdrawn_at else "",
            ),
        ]


class AnnouncementViewSet(TaughtViewSet):
    model = Announcement
    name = "announcements"
    url_prefix = "courses/announcements"
    icon = "mail"
    menu_label = _("Announcements")
    index_view_class = AnnouncementIndexView
    form_fields = ["title"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("new/", Announce.as_view(), name="announce"),
            path("<int:pk>/withdraw/", WithdrawAnnouncement.as_view(), name="withdraw"),
        ]


class EvaluationIndexView(TaughtIndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return CoursePage.objects.editable_by(self.request.user).order_by("title", "pk")

    def page_url(self, instance: Any) -> str:
        return reverse("evaluations:detail", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [TitleColumn("title", label=_("course"), get_url=self.page_url)]


class EvaluationViewSet(TaughtViewSet):
    model = EvaluationLink
    name = "evaluations"
    url_prefix = "courses/evaluations"
    icon = "view"
    menu_label = _("Evaluations")
    index_view_class = EvaluationIndexView
    form_fields = ["code"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("<int:pk>/", EvaluationPage.as_view(), name="detail"),
            path("<int:pk>/open/", OpenEvaluation.as_view(), name="open"),
            path("<int:pk>/file/", evaluation_file, name="file"),
        ]
