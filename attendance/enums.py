"""Words of evidence, hours and schemes (docs/glossary.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BeatMode(TextChoices):
    LIVE = "live", pgettext_lazy("study report", "live")
    OFFLINE = "offline", _("sent later")


class FenceReason(TextChoices):
    """Why a study session ended."""

    CLOSED = "closed", _("the page was closed")
    SUPERSEDED = "superseded", _("another page or device went on studying")
    TOO_LONG = "too_long", _("six hours without a break")
    EXAM = "exam", _("an exam began")


class CheckKind(TextChoices):
    TAP = "tap", _("confirm")
    LESSON = "lesson", _("which lesson is this")


class CheckResult(TextChoices):
    PASSED = "passed", _("passed")
    WRONG = "wrong", _("wrong answer")
    MISSED = "missed", _("not answered in time")


class NotCounted(TextChoices):
    """Why a second of wall time was not counted."""

    GAP = "gap", _("no record arrived for a while")
    DAY_CAP = "day_cap", _("beyond the daily limit")
    IN_CLASS = "in_class", _("you were signed in to a class at that time")
    IDLE = "idle", _("nothing was played or read")
    REPEATED = "repeated", _("content already counted")
    CHECK_MISSED = "check_missed", _("the presence check was missed")
    PAUSED = "paused", _("three checks missed: sign in again")


class SourceKind(TextChoices):
    """What kind of evidence an entry rests on."""

    STUDY = "study", _("online study")
    CLASS = "class", _("class")
    REVERSAL = "reversal", _("reversal")


class PackageCompletion(TextChoices):
    """How far a part of a package says a learner has come."""

    UNKNOWN = "unknown", pgettext_lazy("package", "not reported")
    INCOMPLETE = "incomplete", pgettext_lazy("package", "begun")
    COMPLETED = "completed", pgettext_lazy("package", "completed")


class PackageSuccess(TextChoices):
    UNKNOWN = "unknown", pgettext_lazy("package result", "not reported")
    PASSED = "passed", pgettext_lazy("package result", "passed")
    FAILED = "failed", pgettext_lazy("package result", "not passed")


class LearnerStatus(TextChoices):
    """Of a learner in a course, for its trainers."""

    TODO = "todo", pgettext_lazy("learner", "not started")
    GOING = "going", pgettext_lazy("learner", "in progress")
    DONE = "done", pgettext_lazy("learner", "finished")
    HELP = "help", pgettext_lazy("learner", "needs help")


class HelpReason(TextChoices):
    """Why a learner needs help (docs/adr/0024)."""

    QUIET = "quiet", _("begun, and no study for more than 14 days")
    QUIZ = "quiz", _("failed the same quiz twice or more, and has not passed it")
    CHECKS = "checks", _("missed three presence checks or more in the last 30 days")
