"""Words of privacy: who looked at what, what people ask to have corrected."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class AccessKind(TextChoices):
    """What of a person's data was shown in full, or left the system."""

    ID_NUMBER = "id_number", pgettext_lazy("access log", "ID number shown")
    PHONE = "phone", pgettext_lazy("access log", "phone number shown")
    EMAIL = "email", pgettext_lazy("access log", "e-mail address shown")
    RECORD = "record", pgettext_lazy("access log", "whole record shown")
    EXPORT = "export", pgettext_lazy("access log", "data exported")
    DOWNLOAD = "download", pgettext_lazy("access log", "file downloaded")


class CorrectionField(TextChoices):
    """What a person may ask to have corrected."""

    NAME = "real_name", pgettext_lazy("correction", "name")
    PHONE = "phone", pgettext_lazy("correction", "mobile phone")
    EMAIL = "email", pgettext_lazy("correction", "e-mail address")
    ID_NUMBER = "id_number", pgettext_lazy("correction", "ID number")


class CorrectionState(TextChoices):
    PENDING = "pending", pgettext_lazy("correction", "waiting for a decision")
    APPLIED = "applied", pgettext_lazy("correction", "corrected")
    REFUSED = "refused", pgettext_lazy("correction", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("correction", "taken back")


DECIDED_CORRECTIONS = (CorrectionState.APPLIED, CorrectionState.REFUSED)


class ClosingState(TextChoices):
    """An account that its person wants closed: it can be kept until the days to think it over have passed."""

    WAITING = "waiting", pgettext_lazy("closing", "to be closed")
    KEPT = "kept", pgettext_lazy("closing", "kept after all")
    CLOSED = "closed", pgettext_lazy("closing", "closed")
