"""The list of question banks."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import HeaderButton

from people.models import Organisation

from ..models import QuestionBank
from ..selectors.banks import banks_seen_by
from ..views.banks import NewBank, RenameBank, bank_url
from .taught import TaughtIndexView, TaughtViewSet


def _with_banks(request: Any) -> QuerySet[Organisation]:
    banks = QuestionBank.objects.visible_to(request.user)
    return Organisation.objects.filter(pk__in=banks.values("organisation")).order_by("path")


class BankFilterSet(WagtailFilterSet):
    organisation = django_filters.ModelChoiceFilter(label=_("organisation"), queryset=_with_banks)

    class Meta:
        model = QuestionBank
        fields: tuple[str, ...] = ()


class BankIndexView(TaughtIndexView):
    default_ordering = "name"
    filterset_class = BankFilterSet
    is_searchable = True
    search_fields = ["name"]
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet[Any]:
        return banks_seen_by(self.request.user)

    def page_url(self, instance: QuestionBank) -> str:
        return bank_url(instance)

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("New question bank"), url=reverse("question_banks:add"), icon_name="plus")]

    def get_list_more_buttons(self, instance: QuestionBank) -> list[Any]:
        own = [
            (_("New question"), reverse("bank_questions:choose", args=[instance.pk]), "plus"),
            (_("Rename the bank"), reverse("question_banks:rename", args=[instance.pk]), "edit"),
        ]
        more = [
            MenuItem(label, url=url, icon_name=icon, priority=30 + place)
            for place, (label, url, icon) in enumerate(own)
        ]
        return [*super().get_list_more_buttons(instance), *more]

    @cached_property
    def columns(self) -> list[Any]:
        return [
            self._get_title_column("name"),
            Column("organisation", label=_("organisation"), sort_key="organisation__path"),
            Column("question_count", label=_("questions in use"), sort_key="question_count"),
            DateColumn("created_at", label=_("created"), sort_key="created_at"),
        ]


class BankViewSet(TaughtViewSet):
    model = QuestionBank
    name = "question_banks"
    url_prefix = "courses/banks"
    icon = "folder-open-inverse"
    menu_label = pgettext_lazy("menu", "Question banks")
    index_view_class = BankIndexView
    form_fields = ["name"]  # of screens that are not there

    def pages(self) -> list[Any]:
        return [
            path("new/", NewBank.as_view(), name="add"),
            path("<int:bank>/rename/", RenameBank.as_view(), name="rename"),
        ]
