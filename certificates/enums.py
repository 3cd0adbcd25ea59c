"""Words of certificates (docs/glossary.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Product(TextChoices):
    COURSE = "course", _("certificate of completion")
    SCHEME = "scheme", _("certificate of attainment")


class Status(TextChoices):
    """The state of a certificate: that of its latest event."""

    VALID = "valid", _("valid")
    EXPIRED = "expired", _("expired")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    REISSUED = "reissued", _("replaced by a new one")
    VOID = "void", _("void: issued in error")


class ReasonClass(TextChoices):
    """Why a certificate has its state, as anybody may read it; the sentence in words stays inside."""

    ISSUED = "issued", _("issued")
    UNDER_REVIEW = "under_review", _("the record is being reviewed")
    REVIEW_CLOSED = "review_closed", _("the review is closed")
    HOURS_WITHDRAWN = "hours_withdrawn", _("hours it rests on were taken back")
    FALSE_RECORD = "false_record", _("it rests on a false record")
    DATA_CORRECTED = "data_corrected", _("printed data were corrected")
    ISSUED_IN_ERROR = "issued_in_error", _("issued in error")
    HOLDER_REQUEST = "holder_request", _("at the request of the holder")


class Lack(TextChoices):
    """What stands against issuing a certificate."""

    LESSONS = "lessons", _("lessons are not finished")
    EXAM = "exam", _("a required exam is not passed")
    HOURS = "hours", _("credit hours are missing")
    CATEGORY = "category", _("credit hours of a category are missing")


class FileVerdict(TextChoices):
    """What a dropped file is."""

    SAME = "same", _("identical")
    ALTERED = "altered", _("altered")
    FOREIGN = "foreign", _("not issued here")


class CheckPath(TextChoices):
    """How somebody checked a certificate."""

    TOKEN = "token", _("by the QR code")
    NUMBER = "number", _("by number, name and ID digits")
    FILE = "file", _("by the file")
    COMMAND = "command", _("by the operator")


class Printed(TextChoices):
    """What stands on a certificate, field by field."""

    NUMBER = "number", _("certificate number")
    TITLE = "title", _("title")
    NAME = "name", pgettext_lazy("person", "name")
    ID_NUMBER = "id_number", _("ID number")
    PERIOD = "period", _("dates of the training")
    SUBJECT = "subject", _("course or scheme")
    HOURS = "hours", _("credit hours")
    BREAKDOWN = "breakdown", _("credit hours by kind")
    TARGET = "target", _("required credit hours")
    ASSESSMENT = "assessment", _("assessment")
    TEXT = "text", _("wording")
    CATEGORY = "category", _("category")
    RULE = "rule", _("rule version")
    ISSUER = "issuer", _("issuer")
    SIGNATORY = "signatory", _("signature line")
    SEAL = "seal", _("seal")
    ISSUED_ON = "issued_on", _("date of issue")
    ADDRESS = "address", _("address of the check")


class FileFault(TextChoices):
    """What is wrong with a file besides its printed fields."""

    UNSIGNED = "unsigned", _("the issuer's signature is missing")
    BROKEN_SIGNATURE = "broken_signature", _("the content no longer matches the issuer's signature")
    OTHER_KEY = "other_key", _("it is signed by somebody else")
    LATER_REVISION = "later_revision", _("something was added after it was signed")
    OUTSIDE = "outside", _("the content differs outside of the printed fields")
