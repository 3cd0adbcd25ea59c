"""The list of questions, of one bank or of all one works on, and the addresses of the pages about one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..enums import BankKind, Difficulty
from ..forms.questions.fields import points_of
from ..models import KnowledgePoint, Question, QuestionBank
from ..selectors.banks import exam_counts, never_used, questions_seen_by
from ..views import bank_questions, case_editing, question_editing
from .taught import TaughtIndexView, TaughtViewSet

IN_USE, RETIRED, UNUSED = "in_use", "retired", "unused"
STATES = [
    (IN_USE, pgettext_lazy("bank", "in use")),
    (RETIRED, pgettext_lazy("bank", "retired")),
    (UNUSED, pgettext_lazy("bank", "never in an exam")),
]


def _banks(request: Any) -> QuerySet[QuestionBank]:
    return QuestionBank.objects.visible_to(request.user).order_by("name", "pk")


def _points(request: Any) -> QuerySet[KnowledgePoint]:
    seen = Question.objects.visible_to(request.user)
    return KnowledgePoint.objects.filter(questions__content_object__in=seen).distinct().order_by("name")


class QuestionFilterSet(WagtailFilterSet):
    bank = django_filters.ModelChoiceFilter(label=_("question bank"), queryset=_banks)
    kind = django_filters.ChoiceFilter(label=_("kind"), field_name="newest__kind", choices=BankKind.choices)
    difficulty = django_filters.ChoiceFilter(
        label=_("difficulty"), field_name="newest__difficulty", choices=Difficulty.choices
    )
    point = django_filters.ModelChoiceFilter(label=_("knowledge point"), field_name="tags", queryset=_points)
    state = django_filters.ChoiceFilter(label=pgettext_lazy("bank", "state"), choices=STATES, method="by_state")

    class Meta:
        model = Question
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        rules = {IN_USE: Q(retired_at=None), RETIRED: Q(retired_at__isnull=False), UNUSED: never_used()}
        return queryset.filter(rules[value])


class BankQuestionIndexView(TaughtIndexView):
    template_name = "courses/desk/questions.html"
    default_ordering = "-pk"
    filterset_class = QuestionFilterSet
    is_searchable = True
    search_fields = ["newest__stem"]
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet[Any]:
        return questions_seen_by(self.request.user)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, is_paged = super().paginate_queryset(queryset, page_size)
        page.object_list = rows = list(rows)
        counts = exam_counts(rows)
        for one in rows:
            one.exam_count = counts.get(one.pk, 0)
        return paginator, page, rows, is_paged

    def page_url(self, instance: Question) -> str:
        return bank_questions.question_url(instance)

    @cached_property
    def bank(self) -> QuestionBank | None:
        given = self.request.GET.get("bank", "")
        if not (given.isascii() and given.isdecimal() and len(given) < 19):
            return None
        return QuestionBank.objects.visible_to(self.request.user).filter(pk=given).first()

    def get_page_subtitle(self) -> str:
        return self.bank.name if self.bank else str(super().get_page_subtitle())

    @cached_property
    def header_buttons(self) -> list[Any]:
        if self.bank is None:
            return [
                HeaderButton(
                    pgettext_lazy("menu", "Question banks"), url=reverse("question_banks:index"), icon_name="folder"
                )
            ]
        pk = [self.bank.pk]
        return [
            HeaderButton(_("New question"), url=reverse("bank_questions:choose", args=pk), icon_name="plus"),
            HeaderButton(
                _("Import questions"), url=f"{reverse('question_imports:add')}?bank={self.bank.pk}", icon_name="upload"
            ),
            HeaderButton(_("Export questions"), url=reverse("question_imports:export", args=pk), icon_name="download"),
            HeaderButton(_("Rename the bank"), url=reverse("question_banks:rename", args=pk), icon_name="edit"),
            HeaderButton(
                _("Import questions"), url=f"{reverse('question_imports:add')}?bank={self.bank.pk}", icon_name="upload"
            ),
            HeaderButton(_("Export questions"), url=reverse("question_imports:export", args=pk), icon_name="download"),
        ]

    @cached_property
    def columns(self) -> list[Any]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="question"),
            TitleColumn(
                "stem",
                label=pgettext_lazy("bank", "question"),
                accessor=_stem,
                get_url=self.page_url,
                get_title_id=lambda question: f"question_{question.pk}_title",
            ),
            Column("kind", label=_("kind"), accessor="newest.get_kind_display", sort_key="newest__kind"),
            Column("difficulty", label=_("difficulty"), accessor="newest.get_difficulty_display"),
            Column(
                "points",
                label=pgettext_lazy("question", "points"),
                accessor=lambda question: points_of(question.newest.centipoints),
            ),
            Column("tags", label=_("knowledge points"), accessor=_tags),
            Column("exam_count", label=_("in exams")),
            Column("number", label=pgettext_lazy("bank", "version"), accessor="newest.number"),
            Column("state", label=pgettext_lazy("bank", "state"), accessor=_state),
        ]


def _stem(question: Question) -> str:
    return Truncator(" ".join(question.newest.stem.split())).chars(60) if question.newest else ""


def _tags(question: Any) -> str:
    return ", ".join(tag.name for tag in question.tags.all())


def _state(question: Question) -> Any:
    return STATES[1][1] if question.retired_at else STATES[0][1]


class BankQuestionViewSet(TaughtViewSet):
    model = Question
    name = "bank_questions"
    url_prefix = "courses/bank-questions"
    icon = "help"
    menu_label = pgettext_lazy("menu", "Questions")
    index_view_class = BankQuestionIndexView
    form_fields = ["retired_at"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("<int:bank>/new/", question_editing.ChooseKind.as_view(), name="choose"),
            path("<int:bank>/new/case/", case_editing.ChooseFirstPart.as_view(), name="choose_case"),
            path("<int:bank>/new/case/<slug:kind>/", case_editing.NewCase.as_view(), name="new_case"),
            path("<int:bank>/new/<slug:kind>/", question_editing.NewQuestion.as_view(), name="new"),
            path("question/<int:pk>/", bank_questions.QuestionPage.as_view(), name="detail"),
            path("question/<int:pk>/edit/", question_editing.EditQuestion.as_view(), name="edit"),
            path("question/<int:pk>/case/", case_editing.EditCase.as_view(), name="edit_case"),
            path("question/<int:pk>/parts/new/", case_editing.ChoosePart.as_view(), name="choose_part"),
            path("question/<int:pk>/parts/new/<slug:kind>/", case_editing.NewPart.as_view(), name="new_part"),
            path("question/<int:pk>/parts/<int:place>/", case_editing.EditPart.as_view(), name="edit_part"),
            path("question/<int:pk>/parts/<int:place>/remove/", case_editing.RemovePart.as_view(), name="remove_part"),
            path("question/<int:pk>/retire/", bank_questions.RetireQuestion.as_view(), name="retire"),
            path("question/<int:pk>/restore/", bank_questions.RestoreQuestion.as_view(), name="restore"),
        ]
