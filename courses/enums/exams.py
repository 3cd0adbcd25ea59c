"""Words of exams."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExamState(TextChoices):
    DRAFT = "draft", pgettext_lazy("exam", "being prepared")
    OPEN = "open", pgettext_lazy("exam", "in use")
    CLOSED = "closed", pgettext_lazy("exam", "out of use")


class SectionKind(TextChoices):
    FIXED = "fixed", _("chosen questions")
    DRAWN = "drawn", _("drawn at random from a bank")


class AnswersShown(TextChoices):
    """When a learner sees the right answers."""

    NEVER = "never", pgettext_lazy("right answers", "never")
    AFTER_ATTEMPT = "attempt", _("after each attempt")
    AFTER_CLOSING = "closing", _("after the exam has closed")


class AttemptState(TextChoices):
    OPEN = "open", _("under way")
    WAITING = "waiting", _("waiting for a marker")
    MARKED = "marked", pgettext_lazy("exam attempt", "marked")


class ClosedReason(TextChoices):
    HANDED_IN = "handed_in", _("handed in")
    TIME_OVER = "time_over", _("the time was over")


EXAM_ACTIONS = {
    "courses.create_exam": (_("Create an exam"), _("Exam created")),
    "courses.change_exam": (_("Change an exam"), _("Exam changed")),
    "courses.open_exam": (_("Put an exam into use"), _("Exam put into use")),
    "courses.close_exam": (_("Take an exam out of use"), _("Exam taken out of use")),
    "courses.change_exam_section": (_("Change a section of an exam"), _("Section of an exam changed")),
    "courses.remove_exam_section": (_("Remove a section of an exam"), _("Section of an exam removed")),
    "courses.give_extra_time": (_("Give extra time"), _("Extra time given")),
    "courses.mark_exam_answer": (_("Mark an answer"), _("Answer marked")),
}
