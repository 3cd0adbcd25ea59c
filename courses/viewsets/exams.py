"""The list of exams, and the addresses of the exam desk."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..models import Exam
from ..selectors.exam_desk import with_counts
from ..views.exams import attempts, marking, sections, setting, statistics
from .taught import TaughtIndexView, TaughtViewSet


class ExamIndexView(TaughtIndexView):
    default_ordering = ("course_title", "title", "pk")
    list_filter = ["state", "is_required"]
    is_searchable = True
    search_fields = ["title", "course_title"]
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet[Any]:
        return with_counts(super().get_base_queryset())

    def page_url(self, instance: Exam) -> str:
        return reverse("exams:detail", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("title", label=pgettext_lazy("exam", "title"), get_url=self.page_url),
            Column("course_title", label=_("course")),
            Column("get_state_display", label=pgettext_lazy("exam", "state")),
            Column("attempt_count", label=pgettext_lazy("exam", "attempts")),
            Column("waiting_count", label=_("waiting for a marker")),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton(_("New exam"), url=reverse("exams:add"), icon_name="plus"),
            HeaderButton(_("Answers to mark"), url=reverse("exams:marking"), icon_name="edit"),
        ]


class ExamViewSet(TaughtViewSet):
    model = Exam
    name = "exams"
    url_prefix = "exams"
    icon = "form"
    menu_label = pgettext_lazy("menu", "Exams")
    index_view_class = ExamIndexView
    form_fields = ["title"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("new/", setting.NewExam.as_view(), name="add"),
            path("marking/", marking.MarkingQueue.as_view(), name="marking"),
            path("marking/<int:pk>/", marking.MarkAnswer.as_view(), name="mark"),
            path("<int:pk>/", setting.ExamPage.as_view(), name="detail"),
            path("<int:pk>/edit/", setting.ChangeExam.as_view(), name="edit"),
            path("<int:pk>/open/", setting.OpenExam.as_view(), name="open"),
            path("<int:pk>/close/", setting.CloseExam.as_view(), name="close"),
            path("<int:pk>/sections/drawn/", sections.DrawnSection.as_view(), name="add_drawn"),
            path("<int:pk>/sections/drawn/<int:number>/", sections.DrawnSection.as_view(), name="drawn"),
            path("<int:pk>/sections/chosen/", sections.ChooseBank.as_view(), name="choose_bank"),
            path("<int:pk>/sections/chosen/from/<int:bank>/", sections.ChosenSection.as_view(), name="add_chosen"),
            path("<int:pk>/sections/chosen/<int:number>/", sections.ChosenSection.as_view(), name="chosen"),
            path("<int:pk>/sections/<int:number>/remove/", sections.RemoveSection.as_view(), name="remove_section"),
            path("<int:pk>/preview/", attempts.PreviewPaper.as_view(), name="preview"),
            path("<int:pk>/attempts/", attempts.AttemptsPage.as_view(), name="attempts"),
            path("<int:pk>/extra-time/", attempts.GiveExtraTime.as_view(), name="extra_time"),
            path("<int:pk>/statistics/", statistics.StatisticsPage.as_view(), name="statistics"),
            path("<int:pk>/statistics.xlsx", statistics.statistics_file, name="statistics_file"),
        ]
