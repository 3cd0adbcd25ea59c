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
