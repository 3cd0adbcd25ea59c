"""What learners think of a course: the code for the wall, the figures, the file."""

from __future__ import annotations

import io
from typing import Any, cast

import segno
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from people.models import User
from people.spreadsheets import CONTENT_TYPES, Column, open_table

from ..models import CoursePage, EvaluationLink
from ..selectors.evaluations import EvaluationResults, evaluation_results
from ..services.evaluations import open_evaluation
from .desk import ActionView, Desk, DeskPage


def course_or_404(user: Any, pk: int) -> CoursePage:
    course = CoursePage.objects.editable_by(user).filter(pk=pk).first()
    if course is None:
        raise Http404
    return cast(CoursePage, course)


class AboutEvaluation(Desk):
    """Finds the course among those one may work on; absent and hidden look alike."""

    kwargs: dict[str, Any]
    header_icon = "view"

    @cached_property
    def course(self) -> CoursePage:
        return course_or_404(self.request.user, self.kwargs["pk"])

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("evaluations:index"), "label": _("Evaluations")}]


class EvaluationPage(AboutEvaluation, DeskPage):
    template_name = "courses/desk/evaluation.html"

    def get_page_title(self) -> str:
        return str(self.course.title)

    def get_header_buttons(self) -> list[Any]:
        buttons = []
        if self.link is None:
            url = reverse("evaluations:open", args=[self.course.pk])
            buttons.append(HeaderButton(_("Ask for evaluations"), url=url, icon_name="plus"))
        if self.results.shown:
            url = reverse("evaluations:file", args=[self.course.pk])
            buttons.append(HeaderButton(_("Download as a table"), url=url, icon_name="download"))
        return buttons

    @cached_property
    def link(self) -> EvaluationLink | None:
        return EvaluationLink.objects.filter(course_key=self.course.course_key).first()

    @cached_property
    def results(self) -> EvaluationResults:
        return evaluation_results(self.course.course_key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts: dict[str, Any] = {"course": self.course, "link": self.link, "results": self.results}
        if self.link:
            facts["address"] = f"{settings.SITE_URL}{reverse('evaluation', args=[self.link.code])}"
            facts["code"] = segno.make(facts["address"], error="m", micro=False).svg_data_uri(scale=8, border=4)
        return super().get_context_data(**{**facts, **kwargs})


class OpenEvaluation(AboutEvaluation, ActionView):
    page_title = gettext_lazy("Ask for evaluations")
    form_class = forms.Form
    submit_button_label = gettext_lazy("Make the code")
    explanation = gettext_lazy(
        "Learners scan the code, or open the address, and give three ratings and a text. You see them only together, "
        "from five on, without names."
    )

    def get_page_subtitle(self) -> str:
        return str(self.course.title)

    def get_success_url(self) -> str:
        return reverse("evaluations:detail", args=[self.course.pk])

    def act(self, form: forms.Form) -> str:
        open_evaluation(course=self.course, by=cast(User, self.request.user), at=timezone.now())
        return _("The code is ready: show it at the end of the class.")


def evaluation_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures and the texts as xlsx; nothing but headings while there are fewer than five answers."""
    course = course_or_404(request.user, pk)
    results = evaluation_results(course.course_key)
    file = io.BytesIO()
    headings = [Column(_("Question"), 40), *[Column(str(number), 8) for number in range(1, 6)], Column(_("Mean"), 8)]
    with open_table(file, file_format="xlsx", columns=headings) as table:
        for rating in results.ratings:
            table.row([rating.label, *rating.spread.counts, rating.spread.mean])
        for text in results.texts:
            table.row([text])
    response = HttpResponse(file.getvalue(), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="evaluation-{course.pk}.xlsx"'
    return response
