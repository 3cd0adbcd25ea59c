"""The attempts at an exam, a paper to look at, and extra time for a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from ...exams.drawing import draw
from ...forms.exams import ExtraTimeForm
from ...models import Question
from ...questions.showing import for_learner
from ...selectors.exam_desk import attempt_lines, attempts_of
from ...selectors.exams import lacks_of, rules_of, sections_of
from ...services.extra_time import give_extra_time, participant
from ..desk import ActionView, DeskPage
from .of_exam import AboutExam

PAGE = 50
MOST_SEED = 9999


class AttemptsPage(AboutExam, DeskPage):
    page_title = pgettext_lazy("exam", "Attempts")
    template_name = "courses/desk/exams/attempts.html"

    def get_header_buttons(self) -> list[Any]:
        url = reverse("exams:extra_time", args=[self.exam.pk])
        return [HeaderButton(_("Give extra time"), url=url, icon_name="time")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(attempts_of(self.exam), PAGE).get_page(self.request.GET.get("p"))
        lines = attempt_lines(page.object_list, self.exam, self.trainer, timezone.now())
        return super().get_context_data(**{"exam": self.exam, "page_of": page, "lines": lines, **kwargs})


class PreviewPaper(AboutExam, DeskPage):
    """A paper as a learner would get it; `?paper=` draws another one."""

    page_title = gettext_lazy("Preview a paper")
    template_name = "courses/desk/exams/preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("paper", "")
        seed = min(int(text), MOST_SEED) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
        sections = sections_of(self.exam)
        rules = rules_of(sections)
        lacks = lacks_of(rules)
        asked = []
        if not lacks:
            drawn = draw(rules, seed=seed, shuffle=self.exam.shuffles_questions)
            found = Question.objects.select_related("newest").in_bulk([one.question for one in drawn])
            each = {section.number: section.centipoints for section in sections}
            for place, one in enumerate(drawn, 1):
                version: Any = found[one.question].newest
                asked.append(
                    for_learner(
                        version.kind,
                        version.stem,
                        version.content,
                        centipoints=each[one.section] or version.centipoints,
                        seed=f"{seed}:{place}",
                        shuffle=self.exam.shuffles_options,
                    )
                )
        facts = {"exam": self.exam, "lacks": lacks, "asked": asked, "following": seed + 1}
        return super().get_context_data(**{**facts, **kwargs})


class GiveExtraTime(AboutExam, ActionView):
    page_title = gettext_lazy("Give extra time")
    form_class = ExtraTimeForm
    submit_button_label = gettext_lazy("Give extra time")
    explanation = gettext_lazy(
        "It holds for all attempts of this person at this exam, and reaches one that is under way. 0 takes it back."
    )

    def act(self, form: forms.Form) -> str:
        given = form.cleaned_data
        give_extra_time(
            exam=self.exam,
            learner=participant(self.exam, given["learner"]),
            percent=given["percent"] or 0,
            minutes=given["minutes"] or 0,
            reason=given["reason"],
            by=self.trainer,
            at=timezone.now(),
        )
        return _("The extra time holds.")

    def get_success_url(self) -> str:
        return reverse("exams:attempts", args=[self.exam.pk])
