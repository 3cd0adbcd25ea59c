"""Words of talk, announcements and evaluation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Telltale(TextChoices):
    """What in a text tells who a client is."""

    ID_NUMBER = "id_number", _("an ID number")
    PHONE = "phone", _("a phone number")
    NAME = "name", _("what looks like a full name")


class AskedState(TextChoices):
    """Where a learner's question stands."""

    WAITING = "waiting", pgettext_lazy("question", "waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("question", "answered")
    ENDORSED = "endorsed", pgettext_lazy("question", "answered, with an endorsed answer")
