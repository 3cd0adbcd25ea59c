"""Words of question banks and exams."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BankKind(TextChoices):
    """Kinds of questions a bank holds; a lesson's own quiz knows the first three only."""

    SINGLE = "single", _("one answer")
    MULTIPLE = "multiple", _("several answers")
    TRUE_FALSE = "truefalse", _("true or false")
    FILL = "fill", _("fill in")
    MATCHING = "matching", _("matching")
    ORDERING = "ordering", _("ordering")
    SHORT = "short", _("short text")
    ESSAY = "essay", _("essay")
    CASE = "case", _("case")


class Difficulty(TextChoices):
    EASY = "easy", _("easy")
    MEDIUM = "medium", _("medium")
    HARD = "hard", _("hard")


class MultipleScoring(TextChoices):
    """What a partly right answer to a several-answers question earns."""

    ALL = "all", _("all or nothing")
    SHARE = "share", _("a share for each right option, nothing once a wrong one is chosen")
    WEIGHTS = "weights", _("the sum of the options' own percentages, never below zero")
