"""Log lines that nobody can forge: whatever people typed stays inside its line."""

from __future__ import annotations

import logging
import re

# Line ends of every kind, escape sequences of terminals, and marks that turn the direction of reading.
UNSAFE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def on_one_line(text: str) -> str:
    r"""A carriage return becomes the two characters `\r`, and so on."""
    return UNSAFE.sub(lambda found: found.group().encode("unicode_escape").decode(), text)


class OneLineFormatter(logging.Formatter):
    r"""One record, one line: also its traceback, whose line ends become ` | `.

    A message or an exception may repeat what came from outside, and a line end in it would look like a record.
    """

    def format(self, record: logging.LogRecord) -> str:
        written = super().format(record)
        if record.exc_info or record.stack_info:
            written = " | ".join(on_one_line(line) for line in written.split("\n"))
        return on_one_line(written)
