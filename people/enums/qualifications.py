"""The words of qualifications: levels, what became of a claim, examinations, registration, rewards."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QualificationLevel(TextChoices):
    """From the lowest to the highest."""

    JUNIOR = "junior", pgettext_lazy("qualification level", "assistant social worker")
    INTERMEDIATE = "intermediate", pgettext_lazy("qualification level", "social worker")
    SENIOR = "senior", pgettext_lazy("qualification level", "senior social worker")


LEVELS_UPWARDS = tuple(QualificationLevel)


class QualificationState(TextChoices):
    CLAIMED = "claimed", pgettext_lazy("qualification", "waiting to be verified")
    VERIFIED = "verified", pgettext_lazy("qualification", "verified")
    REFUSED = "refused", pgettext_lazy("qualification", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("qualification", "withdrawn")


CURRENT_STATES = (QualificationState.CLAIMED, QualificationState.VERIFIED)
"""One such a person and level; the others are history."""


class QualificationSource(TextChoices):
    PERSON = "person", pgettext_lazy("source of a qualification", "entered by the person")
    ROSTER = "roster", pgettext_lazy("source of a qualification", "taken from a roster")
    DESK = "desk", pgettext_lazy("source of a qualification", "entered by HR")


class EvidenceKind(TextChoices):
    """What an evidence file is, by its content."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"


class ExamOutcome(TextChoices):
    PLANNED = "planned", pgettext_lazy("examination", "planned")
    PASSED = "passed", pgettext_lazy("examination", "passed")
    FAILED = "failed", pgettext_lazy("examination", "not passed")


class RegistrationState(TextChoices):
    """Of a qualification on a day, as `people.registration` finds it."""

    UNREGISTERED = "unregistered", pgettext_lazy("registration", "not registered")
    OVERDUE = "overdue", pgettext_lazy("registration", "not registered in time")
    AHEAD = "ahead", pgettext_lazy("registration", "not in force yet")
    IN_FORCE = "in_force", pgettext_lazy("registration", "in force")
    WINDOW_OPEN = "window_open", pgettext_lazy("registration", "in force, time to register again")
    LAPSED = "lapsed", pgettext_lazy("registration", "lapsed")


class RewardKind(TextChoices):
    REWARD = "reward", _("one-off reward")
    ALLOWANCE = "allowance", _("allowance for the professional level")


class EvidenceFault(TextChoices):
    EMPTY = "evidence_empty", _("This file is empty. Choose another one.")
    KIND = "evidence_kind", _("This is no PDF, JPEG or PNG file, whatever its name says. Choose another one.")
    SIZE = (
        "evidence_size",
        _("This file is larger than 10 MB. Photograph the certificate again, or make a smaller PDF."),
    )
    BROKEN = "evidence_broken", _("This file cannot be read. Photograph or scan the certificate again.")
    ACTIVE = "evidence_active", _("This PDF holds a script, an attachment or another file. Print it as a PDF anew.")
    LONG = "evidence_long", _("This PDF has more than 20 pages. Choose the pages that show the certificate.")
    PIXELS = "evidence_pixels", _("This picture has too many pixels. Make it smaller and choose it again.")


class CertificateNumberFault(TextChoices):
    EMPTY = "certificate_number_empty", _("The number is missing. It stands on the certificate.")
    LENGTH = "certificate_number_length", _("A number has 4 to 40 characters. Enter all of them, and nothing else.")
    SIGN = "certificate_number_sign", _("The number holds a sign that no number has. Enter letters and digits only.")
    DIGITS = "certificate_number_digits", _("A number has digits. Compare it with the certificate.")
