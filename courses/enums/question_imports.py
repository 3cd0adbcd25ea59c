"""Files of questions on their way in: formats, states, verdicts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuestionFormat(TextChoices):
    """What a file of questions is written in. The values are those of the command's `--format`."""

    XLSX = "xlsx", _("Excel workbook")
    CSV = "csv", _("CSV table")
    WORD = "word", _("Word document or text")
    GIFT = "gift", "GIFT"
    MOODLE_XML = "moodle", "Moodle XML"
    AIKEN = "aiken", "Aiken"
    QTI = "qti", "QTI 2.1 / 2.2"


class QuestionImportState(TextChoices):
    READING = "reading", pgettext_lazy("question file", "being read")
    READY = "ready", pgettext_lazy("question file", "checked, not imported yet")
    WRITING = "writing", pgettext_lazy("question file", "being imported")
    WRITTEN = "written", pgettext_lazy("question file", "imported")
    UNDONE = "undone", pgettext_lazy("question file", "undone")
    CANCELLED = "cancelled", pgettext_lazy("question file", "cancelled")
    REFUSED = "refused", pgettext_lazy("question file", "file refused")


class QuestionVerdict(TextChoices):
    OK = "ok", pgettext_lazy("verdict on a question of a file", "good")
    WARN = "warn", pgettext_lazy("verdict on a question of a file", "good, with a warning")
    ERROR = "error", pgettext_lazy("verdict on a question of a file", "refused")
    SKIP = "skip", pgettext_lazy("verdict on a question of a file", "no question")


class QuestionOutcome(TextChoices):
    PENDING = "pending", pgettext_lazy("question of a file", "not imported")
    CREATED = "created", pgettext_lazy("question of a file", "added")
    DOUBLE = "double", pgettext_lazy("question of a file", "left out, there already")
    UNDONE = "undone", pgettext_lazy("question of a file", "undone")


class PlaceKind(TextChoices):
    """How the place of a question in its file is named."""

    ROW = "row", _("row %(place)s")
    LINE = "line", _("line %(place)s")
    NAME = "name", _("question %(place)s")


class SheetColumn(TextChoices):
    """Columns of the product's own layout, besides the options; data/question_headings.csv has the headings."""

    KIND = "kind", pgettext_lazy("question column", "kind")
    STEM = "stem", pgettext_lazy("question column", "question")
    OPTIONS = "options", pgettext_lazy("question column", "options")
    ANSWER = "answer", pgettext_lazy("question column", "answer")
    EXPLANATION = "explanation", pgettext_lazy("question column", "explanation")
    DIFFICULTY = "difficulty", pgettext_lazy("question column", "difficulty")
    TAGS = "tags", pgettext_lazy("question column", "knowledge points")
    POINTS = "points", pgettext_lazy("question column", "points")
    WEIGHTS = "weights", pgettext_lazy("question column", "shares of the options")
    REFERENCE = "reference", pgettext_lazy("question column", "model answer")
    RUBRIC = "rubric", pgettext_lazy("question column", "marking scheme")
    SETTINGS = "settings", pgettext_lazy("question column", "settings")
    CASE = "case", pgettext_lazy("question column", "case")
