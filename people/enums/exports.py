"""The words of personal exports: what a file may hold, and what became of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExportColumn(TextChoices):
    """Columns of an export of people, in the order of the file."""

    NAME = "name", pgettext_lazy("person", "name")
    ID_NUMBER = "id_number", _("ID number")
    PHONE = "phone", _("mobile phone")
    EMAIL = "email", _("e-mail")
    ORGANISATION = "organisation", _("organisation")
    PLACE = "place", _("place in the tree")
    ROLE = "role", pgettext_lazy("membership", "role")
    CATEGORY = "category", _("worker category")
    POST = "post", pgettext_lazy("membership", "post")
    STARTS_ON = "starts_on", _("starts on")
    ACCOUNT = "account", pgettext_lazy("person", "account")


# Masked unless an administrator asked for the full values with a reason.
PERSONAL_COLUMNS = (ExportColumn.ID_NUMBER, ExportColumn.PHONE, ExportColumn.EMAIL)


class ExportFormat(TextChoices):
    XLSX = "xlsx", _("Excel workbook (xlsx)")
    CSV = "csv", _("text table (csv)")


class ExportState(TextChoices):
    WAITING = "waiting", pgettext_lazy("export", "waiting")
    WORKING = "working", pgettext_lazy("export", "being written")
    READY = "ready", pgettext_lazy("export", "ready")
    FAILED = "failed", pgettext_lazy("export", "failed")
    EXPIRED = "expired", pgettext_lazy("export", "expired, file removed")


class ExportEventKind(TextChoices):
    ASKED = "asked", pgettext_lazy("export", "asked for")
    WRITTEN = "written", pgettext_lazy("export", "file written")
    FAILED = "failed", pgettext_lazy("export", "failed")
    DOWNLOADED = "downloaded", pgettext_lazy("export", "downloaded")
    REMOVED = "removed", pgettext_lazy("export", "file removed")
