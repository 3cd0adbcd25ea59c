"""Text messages, through whichever gateway the installation has."""

from django.conf import settings

from .console import ConsoleGateway
from .gateway import Gateway, GatewayFailure, Message, MessageRefused
from .http import HttpGateway

__all__ = ["ConsoleGateway", "Gateway", "GatewayFailure", "HttpGateway", "Message", "MessageRefused", "chosen_gateway"]


def chosen_gateway() -> Gateway:
    """The one that SMS_BACKEND names; the settings were checked when the process started."""
    if settings.SMS_BACKEND == "http":
        return HttpGateway(
            url=settings.SMS_URL,
            token=settings.SMS_TOKEN,
            timeout_seconds=settings.SMS_TIMEOUT_SECONDS,
            ca_file=settings.SMS_CA_FILE,
        )
    return ConsoleGateway()
