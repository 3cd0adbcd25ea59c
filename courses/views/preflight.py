"""The preflight's own page in the admin."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from people.desk.pages import DeskPage
from people.enums import Role

from ..models import CoursePage, LessonPage
from ..preflight import Finding, arithmetic, spoken
from ..querysets import TEACHING_ROLES
from ..selectors import course_facts, draft_of, is_judged, latest_assessment, lesson_facts, preflight_of


class PreflightPage(DeskPage):
    """What stands against the newest draft of a lesson or course, with a link to each field."""

    roles = (*TEACHING_ROLES, Role.ASSESSOR)
    template_name = "courses/workflow/preflight.html"
    page_title = gettext_lazy("Check hours and content")
    header_icon = "clipboard-list"
    kwargs: dict[str, Any]

    @cached_property
    def course(self) -> CoursePage:
        page = Page.objects.filter(pk=self.kwargs["pk"]).first()
        course = CoursePage.objects.seen_by(self.request.user).around(page).first() if page else None
        if course is None:
            raise Http404
        return course

    @cached_property
    def draft(self) -> Any:
        page = draft_of(Page.objects.get(pk=self.kwargs["pk"], path__startswith=self.course.path))
        if not is_judged(page):
            raise Http404
        return page

    def get_page_subtitle(self) -> str:
        return str(self.draft.title)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("wagtailadmin_pages:edit", args=[self.draft.pk]), "label": self.draft.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        findings = [(one, self._field(one)) for one in preflight_of(self.draft, on=today)]
        facts: dict[str, Any] = {
            "against": [row for row in findings if row[0].is_blocking],
            "advice": [row for row in findings if not row[0].is_blocking],
        }
        if isinstance(self.draft, LessonPage):
            lesson = lesson_facts(self.draft)
            facts |= {
                "arithmetic": arithmetic(lesson),
                "claimed": self.draft.claimed_minutes,
                "credited": spoken(lesson.creditable_seconds),
                "assessment": latest_assessment(self.draft.lesson_key),
            }
        else:
            course = course_facts(self.draft, on=today)
            facts |= {
                "lessons": [(one, spoken(one.seconds)) for one in course.lessons],
                "credited": spoken(course.seconds),
            }
        return super().get_context_data(**facts, **kwargs)

    def _field(self, finding: Finding) -> str:
        """The address of the field in the editor."""
        page = self.course.pk if finding.is_of_course else self.draft.pk
        return f"{reverse('wagtailadmin_pages:edit', args=[page])}#panel-child-content-{finding.field}-section"


def preflight_paths() -> list[Any]:
    return [path("courses/preflight/<int:pk>/", PreflightPage.as_view(), name="course_preflight")]
