"""What every gateway does, and what it is given."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """One text message.

    `text` is the whole sentence; gateways that only send registered templates take `template` and `values` instead.
    `key` is the same when a message is handed over twice, so that the gateway can drop the second one.
    """

    phone: str = field(repr=False)
    text: str = field(repr=False)
    template: str
    values: Mapping[str, str] = field(repr=False)
    key: uuid.UUID


class GatewayFailure(Exception):  # noqa: N818 - errors are nouns here
    """The gateway did not take the message. The text says why, and repeats neither number nor message nor token."""


class MessageRefused(GatewayFailure):
    """The gateway is well and does not take this one message: nobody else's messages are in question."""


class Gateway(Protocol):
    name: str

    def send(self, message: Message) -> None:
        """Hand the message over, or raise GatewayFailure within the time-out; nothing else is ever raised."""
