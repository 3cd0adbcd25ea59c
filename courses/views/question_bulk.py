"""Several questions retired, or restored, at once: ticked in the list, asked once more, done."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.views.bulk_action import BulkAction

from ..models import Question
from ..services.questions import restore_questions, retire_questions


class QuestionAction(BulkAction):
    models = [Question]
    template_name = "courses/desk/questions_bulk.html"
    question: Any
    yes: Any
    no: Any = gettext_lazy("No, go back")

    def get_queryset(self, model: Any, object_ids: Any) -> Any:
        """Those of the viewer's banks; others are not there for him or her."""
        numbers = [one for one in object_ids if str(one).isascii() and str(one).isdecimal() and len(str(one)) < 19]
        seen = Question.objects.visible_to(self.request.user)
        return seen.filter(pk__in=numbers).select_related("newest", "bank__organisation")

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        return Question.objects.visible_to(self.request.user).values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"page_title": self.display_name, "question": self.question, "yes": self.yes, "no": self.no}
        return {**super().get_context_data(**kwargs), **facts}

    def get_execution_context(self) -> dict[str, Any]:
        return {"by": self.request.user, "at": timezone.now()}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return _("Questions changed: %(count)s.") % {"count": num_parent_objects}


class RetireSeveral(QuestionAction):
    display_name = pgettext_lazy("question", "Retire")
    action_type = "retire"
    aria_label = gettext_lazy("Retire the selected questions")
    action_priority = 10
    question = gettext_lazy("Exams do not draw these questions any more. You can restore them at any time.")
    yes = gettext_lazy("Retire them")

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        return retire_questions(questions=objects, **kwargs), 0


class RestoreSeveral(QuestionAction):
    display_name = pgettext_lazy("question", "Restore")
    action_type = "restore"
    aria_label = gettext_lazy("Restore the selected questions")
    action_priority = 20
    question = gettext_lazy("Exams may draw these questions again.")
    yes = gettext_lazy("Restore them")

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        return restore_questions(questions=objects, **kwargs), 0
