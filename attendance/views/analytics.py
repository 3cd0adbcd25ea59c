"""How the courses one works on go: the list, a course, a lesson, the file."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Iterator
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.widgets.button import Button, HeaderButton

from courses.models import CoursePage, Enrolment, LessonEdition
from courses.querysets import TEACHING_ROLES
from courses.selectors import current_edition
from people.desk.pages import Desk, DeskPage
from people.models import User
from people.spreadsheets import CONTENT_TYPES, Column, open_table

from ..analytics.charts import BLUE, GREEN, GREY, HEIGHT, ORANGE, TEAL, bars, columns
from ..analytics.reading import CourseFigures, Period, course_figures, enrolled_in, lesson_stretches
from ..analytics.standing import FEWEST
from ..clock import database_now
from ..enums import LearnerStatus
from ..forms.analytics import PeriodForm

PAGE = 20
MOST_NAMES = 100
HARDEST = 10
CHART_WIDTH = 600
STEP_COLOURS = (GREY, BLUE, TEAL, GREEN)
STATUS_COLOURS = {
    LearnerStatus.TODO: GREY,
    LearnerStatus.GOING: BLUE,
    LearnerStatus.DONE: GREEN,
    LearnerStatus.HELP: ORANGE,
}


def step_names() -> list[str]:
    return [
        pgettext("course", "enrolled"),
        pgettext("course", "started"),
        pgettext("course", "finished"),
        pgettext("course", "passed"),
    ]


class AnalyticsList(DeskPage):
    template_name = "attendance/desk/analytics_list.html"
    page_title = pgettext_lazy("menu", "Course analytics")
    header_icon = "view"
    roles = TEACHING_ROLES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taking_part = Enrolment.objects.filter(course_key=OuterRef("course_key")).order_by().values("course_key")
        counted = Coalesce(Subquery(taking_part.annotate(number=Count("pk")).values("number")), 0)
        courses = CoursePage.objects.editable_by(self.request.user).annotate(learners=counted)
        page = Paginator(courses.order_by("-learners", "title"), PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


class OfCourse(Desk):
    """About a course one works on; absent and hidden look alike."""

    roles = TEACHING_ROLES
    kwargs: dict[str, Any]

    @cached_property
    def course(self) -> CoursePage:
        return course_or_404(self.request.user, self.kwargs["pk"])

    @cached_property
    def form(self) -> PeriodForm:
        return PeriodForm(self.request.GET or None)

    @cached_property
    def period(self) -> Period:
        return self.form.period()

    def get_page_subtitle(self) -> str:
        return str(self.course.title)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("course-analytics"), "label": pgettext("menu", "Course analytics")}]


class CourseAnalytics(OfCourse, DeskPage):
    template_name = "attendance/desk/analytics.html"
    page_title = pgettext_lazy("course", "How the course goes")
    header_icon = "view"

    def get_header_buttons(self) -> list[Any]:
        query = self.request.GET.urlencode()
        url = reverse("course-analytics-file", args=[self.course.pk]) + (f"?{query}" if query else "")
        return [HeaderButton(_("Download as a table"), url=url, icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = course_figures(self.course, self.period, database_now())
        names = names_of(self.request.user, figures)
        steps = list(zip(step_names(), figures.steps, STEP_COLOURS, strict=True))
        statuses = [(status, figures.statuses[status]) for status in LearnerStatus]
        context = {
            "course": self.course,
            "form": self.form,
            "query": self.request.GET.urlencode(),
            "figures": figures,
            "steps": [(name, step) for name, step, _ in steps],
            "step_bars": bars([(name, step.people, _words(step), colour) for name, step, colour in steps]),
            "statuses": statuses,
            "status_bars": bars(
                [(str(one.label), number, str(number), STATUS_COLOURS[one]) for one, number in statuses]
            ),
            "questions": figures.questions[:HARDEST],
            "named": [(names[one.learner_id], one) for one in figures.in_need if one.learner_id in names][:MOST_NAMES],
            "unnamed": len(figures.in_need) - len(names),
            "fewest": FEWEST,
        }
        return super().get_context_data(**context, **kwargs)


class LessonAnalytics(OfCourse, DeskPage):
    template_name = "attendance/desk/analytics_lesson.html"
    page_title = pgettext_lazy("lesson", "Where people stop")
    header_icon = "view"

    @cached_property
    def edition(self) -> LessonEdition:
        edition = current_edition(self.kwargs["lesson"])
        if edition is None or edition.course_key != self.course.course_key:
            raise Http404
        return edition

    def get_page_subtitle(self) -> str:
        return str(self.edition.title)

    def above(self) -> list[dict[str, Any]]:
        here = {"url": reverse("course-analytics-of", args=[self.course.pk]), "label": self.course.title}
        return [*super().above(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people, found = lesson_stretches(self.edition, enrolled_in(self.course, self.period))
        context = {
            "edition": self.edition,
            "people": people,
            "fewest": FEWEST,
            "is_shown": people >= FEWEST,
            "stretches": found,
            "studied": columns([one.studied for one in found], CHART_WIDTH),
            "stopped": columns([one.stopped for one in found], CHART_WIDTH),
            "chart": {"width": CHART_WIDTH, "height": HEIGHT, "blue": BLUE, "orange": ORANGE},
        }
        return super().get_context_data(**context, **kwargs)


def course_or_404(user: Any, pk: int) -> CoursePage:
    course = CoursePage.objects.editable_by(user).filter(pk=pk).first()
    if course is None:
        raise Http404
    return cast(CoursePage, course)


def names_of(user: Any, figures: CourseFigures) -> dict[uuid.UUID, str]:
    """Of those in need whom the rules of HR let one see."""
    wanted = [one.learner_id for one in figures.in_need]
    people = User.objects.visible_to(user).filter(pk__in=wanted) if wanted else []
    return {person.pk: person.get_full_name() for person in people}


def analytics_file(request: HttpRequest, pk: int) -> HttpResponse:
    """All the figures of the page in one table."""
    course = course_or_404(request.user, pk)
    figures = course_figures(course, PeriodForm(request.GET or None).period(), database_now())
    file = io.BytesIO()
    headings = [
        Column(pgettext("table", "Part"), 16),
        Column(pgettext("table", "What"), 48),
        Column(pgettext("table", "People"), 10),
        Column(pgettext("table", "Percent"), 10),
        Column(pgettext("table", "Remark"), 48),
    ]
    with open_table(file, file_format="xlsx", columns=headings) as table:
        for row in rows_of(figures, names_of(request.user, figures)):
            table.row(row)
    response = HttpResponse(file.getvalue(), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="course-{course.pk}-analytics.xlsx"'
    return response


def rows_of(figures: CourseFigures, names: dict[uuid.UUID, str]) -> list[list[object]]:
    """Part, what, people, percent, remark."""
    rows: list[list[object]] = []
    part = _("The way through the course")
    rows += [
        [part, name, step.people, step.percent, ""] for name, step in zip(step_names(), figures.steps, strict=True)
    ]
    rows += [[_("Where learners stand"), status.label, figures.statuses[status], None, ""] for status in LearnerStatus]
    for lesson in figures.lessons:
        begun = _("begun by %(people)s") % {"people": lesson.begun}
        rows.append([_("Lessons finished"), lesson.title, lesson.finished, lesson.finished_percent, begun])
    for question in figures.questions:
        told = "" if question.discrimination is None else f"D {question.discrimination / 100:.2f}"
        words = f"{question.lesson} {told}".strip()
        rows.append([_("Questions, right at the first try"), question.stem, question.papers, question.percent, words])
    for one in figures.in_need:
        if one.learner_id in names:
            reasons = " ".join(str(reason.label) for reason in one.reasons)
            day: dt.date = timezone.localtime(one.touched_at).date()
            rows.append([LearnerStatus.HELP.label, names[one.learner_id], None, None, f"{day:%Y-%m-%d} {reasons}"])
    return rows


def _words(step: Any) -> str:
    return f"{step.people}" if step.percent is None else f"{step.people} ({step.percent} %)"


def course_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a course's editor to its figures."""
    if page.specific_class is CoursePage and CoursePage.objects.editable_by(user).filter(pk=page.pk).exists():
        url = reverse("course-analytics-of", args=[page.pk])
        yield Button(pgettext("course", "How the course goes"), url, icon_name="view", priority=7)


def analytics_paths() -> list[Any]:
    return [
        path("course-analytics/", AnalyticsList.as_view(), name="course-analytics"),
        path("course-analytics/<int:pk>/", CourseAnalytics.as_view(), name="course-analytics-of"),
        path(
            "course-analytics/<int:pk>/lessons/<uuid:lesson>/",
            LessonAnalytics.as_view(),
            name="course-analytics-lesson",
        ),
        path("course-analytics/<int:pk>/file/", analytics_file, name="course-analytics-file"),
    ]
