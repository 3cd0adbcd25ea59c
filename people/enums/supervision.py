"""The words of supervision: an appointment, its pairs, their meetings and what both sides say of them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class SupervisionMode(TextChoices):
    INDIVIDUAL = "individual", pgettext_lazy("supervision", "individual")
    GROUP = "group", pgettext_lazy("supervision", "in a group")


class SupervisionSide(TextChoices):
    SUPERVISOR = "supervisor", pgettext_lazy("supervision", "supervisor")
    SUPERVISEE = "supervisee", pgettext_lazy("supervision", "supervised person")


class SupervisionAnswer(TextChoices):
    CONFIRMED = "confirmed", pgettext_lazy("supervision", "confirmed")
    DECLINED = "declined", pgettext_lazy("supervision", "declined")


class SupervisionState(TextChoices):
    """Of a meeting, from what both sides answered; only what counts has minutes."""

    WAITING = "waiting", pgettext_lazy("supervision", "waiting for the other side")
    COUNTS = "counts", pgettext_lazy("supervision", "confirmed by both")
    DECLINED = "declined", pgettext_lazy("supervision", "declined")
    CORRECTED = "corrected", pgettext_lazy("supervision", "replaced by a correction")
