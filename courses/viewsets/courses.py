"""The list of the courses one works on; each row opens Wagtail's editor."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.widgets.button import HeaderButton

from ..models import CoursePage
from ..views import authoring, course_terms
from .taught import TaughtIndexView, TaughtViewSet, TrainerPolicy


class CoursePolicy(TrainerPolicy):
    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        return CoursePage.objects.editable_by(user)


class CourseIndexView(TaughtIndexView):
    page_title = pgettext_lazy("menu", "Courses")
    default_ordering = "-latest_revision_created_at"
    list_filter = ["live", "service_field", "tier", "modality"]
    is_searchable = True
    search_fields = ["title"]
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet[Any]:
        courses: Any = super().get_base_queryset()
        return courses.select_related("organisation").annotate_approved_schedule().prefetch_workflow_states()

    def page_url(self, instance: Any) -> str:
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            self._get_title_column("title"),
            Column("organisation", label=_("organisation"), accessor=lambda course: course.organisation or "—"),
            Column("get_service_field_display", label=_("service field")),
            PageStatusColumn("status", label=pgettext_lazy("course", "state"), sort_key="live"),
            DateColumn(
                "latest_revision_created_at",
                label=pgettext_lazy("course", "changed"),
                sort_key="latest_revision_created_at",
            ),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("New course"), url=reverse("course_list:add"), icon_name="plus")]

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        own = [
            (_("Chapters and lessons"), reverse("wagtailadmin_explore", args=[instance.pk]), "folder-open-inverse"),
            (pgettext_lazy("course", "Duplicate"), reverse("course_list:duplicate", args=[instance.pk]), "copy"),
            (_("Give to another organisation"), reverse("course_list:assign", args=[instance.pk]), "site"),
        ]
        more = [
            MenuItem(label, url=url, icon_name=icon, priority=30 + place)
            for place, (label, url, icon) in enumerate(own)
        ]
        return [*super().get_list_more_buttons(instance), *more]


class CourseViewSet(TaughtViewSet):
    model = CoursePage
    name = "course_list"
    url_prefix = "courses"
    icon = "doc-full-inverse"
    menu_label = pgettext_lazy("menu", "Courses")
    index_view_class = CourseIndexView
    form_fields = ["title"]  # of screens that are not there

    @property
    def permission_policy(self) -> CoursePolicy:
        return CoursePolicy(self.model, roles=self.roles)

    def pages(self) -> list[Any]:
        return [
            path("new/", authoring.NewCourse.as_view(), name="add"),
            path("<int:pk>/enrolment/", course_terms.SetEnrolment.as_view(), name="enrolment"),
            path("<int:pk>/first/", course_terms.SetPrerequisites.as_view(), name="first"),
            path("<int:pk>/duplicate/", authoring.DuplicateCourse.as_view(), name="duplicate"),
            path("<int:pk>/assign/", authoring.AssignCourse.as_view(), name="assign"),
        ]
