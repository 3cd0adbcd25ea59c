"""The trainers' menu. Everything about courses and exams that is no page stands in one group."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from .bank_questions import BankQuestionViewSet
from .banks import BankViewSet
from .courses import CourseViewSet
from .enrolment import EnrolmentRequestViewSet
from .exams import ExamViewSet
from .packages import PackageViewSet
from .programmes import ProgrammeViewSet
from .question_imports import QuestionImportViewSet
from .talk import AnnouncementViewSet, EvaluationViewSet, LessonQuestionViewSet
from .text_modules import TextModuleViewSet


class CoursesGroup(ViewSetGroup):
    menu_label = pgettext_lazy("menu", "Courses and exams")
    menu_name = "courses"
    menu_icon = "openquote"
    menu_order = 140
    items: tuple[Any, ...] = (
        CourseViewSet,
        ProgrammeViewSet,
        EnrolmentRequestViewSet,
        BankViewSet,
        BankQuestionViewSet,
        QuestionImportViewSet,
        ExamViewSet,
        TextModuleViewSet,
        PackageViewSet,
        LessonQuestionViewSet,
        AnnouncementViewSet,
        EvaluationViewSet,
    )
