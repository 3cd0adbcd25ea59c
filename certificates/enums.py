"""Words of certificates (docs/glossary.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class FileVerdict(TextChoices):
    """What a dropped file is."""

    SAME = "same", _("identical")
    ALTERED = "altered", _("altered")
    FOREIGN = "foreign", _("not issued here")
