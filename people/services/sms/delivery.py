"""Handing a message to the gateway, with a breaker, so that a dead gateway holds up nobody."""

from __future__ import annotations

import datetime as dt
import logging
import time

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ...errors import SmsNotSent, SmsNotTaken
from ...models import SmsGatewayState
from ...sms import Gateway, GatewayFailure, Message, MessageRefused, chosen_gateway

logger = logging.getLogger(__name__)

FAILURES_THAT_OPEN = 3
PAUSE = dt.timedelta(seconds=30)
LONGEST_MS = 3_000
NOT_SENT = _("The text message could not be sent. Sign in in one of the other ways, or try again in a few minutes.")


def deliver(message: Message | None, *, at: dt.datetime) -> None:
    """Send, or raise SmsNotSent. Outside any transaction: a gateway takes seconds.

    `None` stands for a message that is not due, because the number is unknown: it takes as long as the last message
    took and fails while the gateway fails, so that nobody can tell the two by the clock or by an outage.
    """
    gateway = chosen_gateway()
    state, _is_new = SmsGatewayState.objects.get_or_create(backend=gateway.name, defaults={"retry_at": at})
    if state.failures >= FAILURES_THAT_OPEN and (message is None or not _may_probe(gateway, at)):
        raise SmsNotSent(NOT_SENT)
    if message is None:
        _pretend(state)
    else:
        _send(gateway, message, at)


def _may_probe(gateway: Gateway, at: dt.datetime) -> bool:
    """Whether the pause is over, and this request is the one that tries again."""
    due = SmsGatewayState.objects.filter(backend=gateway.name, retry_at__lte=at)
    return bool(due.update(retry_at=at + PAUSE))


def _send(gateway: Gateway, message: Message, at: dt.datetime) -> None:
    row = SmsGatewayState.objects.filter(backend=gateway.name)
    begun = time.monotonic()
    try:
        gateway.send(message)
    except MessageRefused as failure:  # which shows that the gateway works
        row.update(failures=0, last_ms=_ms_since(begun), retry_at=at)
        logger.warning("text message %s not taken: %s", message.key, failure)
        raise SmsNotTaken(NOT_SENT) from None
    except GatewayFailure as failure:
        row.update(failures=F("failures") + 1, last_ms=_ms_since(begun), retry_at=at + PAUSE)
        logger.error("text message %s not sent: %s", message.key, failure)
        raise SmsNotSent(NOT_SENT) from None
    row.update(failures=0, last_ms=_ms_since(begun), retry_at=at)


def _pretend(state: SmsGatewayState) -> None:
    time.sleep(state.last_ms / 1000)
    SmsGatewayState.objects.filter(pk=state.pk).update(last_ms=F("last_ms"))
    if state.failures:
        raise SmsNotSent(NOT_SENT)


def _ms_since(begun: float) -> int:
    return min(LONGEST_MS, int((time.monotonic() - begun) * 1000))
