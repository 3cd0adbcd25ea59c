"""The list of files of questions, and the addresses of their pages and of exports."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..models import QuestionImport
from ..views.question_imports import detail, export, files, row, steps, upload
from .taught import TaughtIndexView, TaughtViewSet


class QuestionImportIndexView(TaughtIndexView):
    default_ordering = "-created_at"
    list_filter = ["state"]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("by", "bank__organisation")

    def page_url(self, instance: Any) -> str:
        return reverse("question_imports:detail", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("file_name", label=pgettext_lazy("question file", "file"), get_url=self.page_url),
            Column("bank", label=_("question bank")),
            Column("organisation", label=_("organisation"), accessor="bank.organisation"),
            Column("get_format_display", label=pgettext_lazy("question file", "Format")),
            Column("get_state_display", label=pgettext_lazy("question file", "state")),
            Column("total", label=pgettext_lazy("question file", "questions")),
            Column("by", label=_("imported by"), accessor=lambda one: one.by.real_name if one.by else "\u2014"),
            DateColumn("created_at", label=_("uploaded at"), sort_key="created_at"),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton(_("Import questions"), url=reverse("question_imports:add"), icon_name="upload"),
            HeaderButton(
                _("Download the question template"), url=reverse("question_imports:template"), icon_name="download"
            ),
        ]


class QuestionImportViewSet(TaughtViewSet):
    model = QuestionImport
    name = "question_imports"
    url_prefix = "courses/question-files"
    icon = "upload"
    menu_label = pgettext_lazy("menu", "Import questions")
    index_view_class = QuestionImportIndexView
    form_fields = ["file_name"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("new/", upload.UploadQuestions.as_view(), name="add"),
            path("template/", upload.Template.as_view(), name="template"),
            path("export/<int:bank>/", export.ExportQuestions.as_view(), name="export"),
            path("export/<int:bank>/file/", export.QuestionsFile.as_view(), name="file"),
            path("<uuid:pk>/", detail.ImportDetail.as_view(), name="detail"),
            path("<uuid:pk>/import/", steps.BeginImport.as_view(), name="import"),
            path("<uuid:pk>/resume/", steps.Resume.as_view(), name="resume"),
            path("<uuid:pk>/cancel/", steps.CancelImport.as_view(), name="cancel"),
            path("<uuid:pk>/undo/", steps.UndoImport.as_view(), name="undo"),
            path("<uuid:pk>/refused/", files.RefusedQuestions.as_view(), name="refused"),
            path("<uuid:pk>/questions/<int:number>/", row.CorrectQuestion.as_view(), name="row"),
        ]
