"""How the questions of an exam did: a plot, a table, a file."""

from __future__ import annotations

import io
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from people.models import User
from people.spreadsheets import CONTENT_TYPES, Column, open_table

from ...exams.statistics import FEWEST
from ...models import Exam
from ...selectors.exam_desk import ItemLine, statistics_of
from ..desk import DeskPage
from .of_exam import AboutExam

LEFT, WIDTH, TOP, HEIGHT = 48, 480, 12, 260


class StatisticsPage(AboutExam, DeskPage):
    page_title = pgettext_lazy("exam", "Statistics")
    template_name = "courses/desk/exams/statistics.html"

    def get_header_buttons(self) -> list[Any]:
        url = reverse("exams:statistics_file", args=[self.exam.pk])
        return [HeaderButton(_("Download as a table"), url=url, icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = statistics_of(self.exam)
        facts: dict[str, Any] = {
            "exam": self.exam,
            "lines": lines,
            "fewest": FEWEST,
            "dots": [dot for number, line in enumerate(lines, 1) if (dot := _dot(number, line)) is not None],
            "ticks": [(_x(share), share) for share in (0, 25, 50, 75, 100)],
            "levels": [(_y(share), f"{share / 100:.1f}") for share in (-50, 0, 20, 40, 100)],
        }
        return super().get_context_data(**{**facts, **kwargs})


def _x(share: int) -> int:
    return LEFT + share * WIDTH // 100


def _y(discrimination: int) -> int:
    """-50 at the foot, 100 at the top; what lies below is drawn at the foot."""
    return TOP + (100 - max(-50, discrimination)) * HEIGHT // 150


def _dot(number: int, line: ItemLine) -> dict[str, Any] | None:
    item = line.item
    if item.discrimination is None:
        return None
    return {
        "x": _x(item.facility),
        "y": _y(item.discrimination),
        "number": number,
        "is_doubtful": item.is_doubtful,
    }


def statistics_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as xlsx, with a column an option."""
    exam = Exam.objects.visible_to(cast(User, request.user)).filter(pk=pk).first()
    if exam is None:
        raise Http404
    lines = statistics_of(exam)
    most = max((len(line.item.options) for line in lines), default=0)
    columns = [
        Column(pgettext("statistics", "Question"), 48),
        Column(pgettext("statistics", "Kind"), 12),
        Column(pgettext("statistics", "Papers"), 10),
        Column(pgettext("statistics", "Facility"), 10),
        Column(_("Discrimination (D, 27 %)"), 14),
        *[Column(_("Option %(letter)s: all, best, weakest") % {"letter": chr(65 + n)}, 20) for n in range(most)],
    ]
    file = io.BytesIO()
    with open_table(file, file_format="xlsx", columns=columns) as table:
        for line in lines:
            item = line.item
            share = "" if item.discrimination is None else item.discrimination / 100
            counts = [f"{one.chosen} / {one.upper} / {one.lower}" for one in item.options]
            kind = line.version.get_kind_display()
            table.row([line.version.stem, kind, item.papers, item.facility / 100, share, *counts])
    response = HttpResponse(file.getvalue(), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="exam-{exam.pk}.xlsx"'
    return response
