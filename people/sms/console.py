"""For demonstrations and development: the message is printed by the server, nobody gets it."""

from __future__ import annotations

import sys

from ..phones import mask_phone
from .gateway import Message


class ConsoleGateway:
    name = "console"

    def send(self, message: Message) -> None:
        sys.stdout.write(f"SMS to {mask_phone(message.phone)}: {message.text}\n")
        sys.stdout.flush()
