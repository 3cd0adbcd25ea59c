"""Rosters: columns, states, verdicts, and why a file or a row is refused."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class RosterColumn(TextChoices):
    NAME = "name", pgettext_lazy("roster column", "name")
    GENDER = "gender", pgettext_lazy("roster column", "gender")
    ID_NUMBER = "id_number", pgettext_lazy("roster column", "ID number")
    PHONE = "phone", pgettext_lazy("roster column", "mobile phone")
    PLACE = "place", pgettext_lazy("roster column", "organisation")
    TOWNSHIP = "township", pgettext_lazy("roster column", "township or sub-district")
    COUNTY = "county", pgettext_lazy("roster column", "county or district")
    CITY = "city", pgettext_lazy("roster column", "city")
    PROVINCE = "province", pgettext_lazy("roster column", "province")
    POST = "post", pgettext_lazy("roster column", "post")
    CATEGORY = "category", pgettext_lazy("roster column", "worker category")
    LEVEL = "level", pgettext_lazy("roster column", "qualification level")
    STARTS_ON = "starts_on", pgettext_lazy("roster column", "start date")
    EDUCATION = "education", pgettext_lazy("roster column", "education")
    REMARK = "remark", pgettext_lazy("roster column", "remark")


class RosterState(TextChoices):
    READING = "reading", pgettext_lazy("roster", "being read")
    MAPPING = "mapping", pgettext_lazy("roster", "columns to be assigned")
    READY = "ready", pgettext_lazy("roster", "checked, not imported yet")
    WRITING = "writing", pgettext_lazy("roster", "being imported")
    WRITTEN = "written", pgettext_lazy("roster", "imported")
    UNDOING = "undoing", pgettext_lazy("roster", "being undone")
    UNDONE = "undone", pgettext_lazy("roster", "undone")
    CANCELLED = "cancelled", pgettext_lazy("roster", "cancelled")
    REFUSED = "refused", pgettext_lazy("roster", "file refused")


class RosterVerdict(TextChoices):
    OK = "ok", pgettext_lazy("verdict on a roster row", "good")
    WARN = "warn", pgettext_lazy("verdict on a roster row", "to confirm")
    ERROR = "error", pgettext_lazy("verdict on a roster row", "refused")
    SKIP = "skip", pgettext_lazy("verdict on a roster row", "left out")


class RosterOutcome(TextChoices):
    PENDING = "pending", pgettext_lazy("roster row", "not imported")
    CREATED = "created", pgettext_lazy("roster row", "added")
    CHANGED = "changed", pgettext_lazy("roster row", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("roster row", "unchanged")
    FAILED = "failed", pgettext_lazy("roster row", "refused while importing")
    UNDONE = "undone", pgettext_lazy("roster row", "undone")
    KEPT = "kept", pgettext_lazy("roster row", "could not be undone")
