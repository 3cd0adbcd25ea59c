"""The ways into an account: text messages, and requests to join an organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SmsPurpose(TextChoices):
    """What a one-time code opens: nothing else."""

    SIGN_IN = "sign_in", _("sign in")
    CLAIM = "claim", _("claim an account")
    REGISTER = "register", _("open an account")
    CHANGE_PHONE = "change_phone", _("change the phone number")


class JoinState(TextChoices):
    PENDING = "pending", _("waiting for approval")
    APPROVED = "approved", pgettext_lazy("request to join", "approved")
    REFUSED = "refused", pgettext_lazy("request to join", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request to join", "taken back")
