"""What the command says while it runs: a bar on a terminal, one line a step anywhere else."""

from __future__ import annotations

import time
from typing import TextIO

from django.core.management.base import OutputWrapper

WIDTH = 24


class Progress:
    def __init__(self, out: OutputWrapper | TextIO) -> None:
        self.out = out
        self.on_terminal = out.isatty()
        self.label, self.total, self.done, self.begun = "", 0, 0, 0.0

    def begin(self, label: str, total: int) -> None:
        self.label, self.total, self.done, self.begun = label, total, 0, time.monotonic()
        self._draw()

    def advance(self, steps: int = 1) -> None:
        before = self._filled()
        self.done += steps
        if self._filled() != before:
            self._draw()

    def finish(self, outcome: str) -> None:
        """End the step with what it did."""
        start = "\r\x1b[K" if self.on_terminal else ""
        self.out.write(f"{start}{self.label}: {outcome} ({time.monotonic() - self.begun:.1f} s)\n")
        self.out.flush()

    def _filled(self) -> int:
        return WIDTH * min(self.done, self.total) // max(self.total, 1)

    def _draw(self) -> None:
        if self.on_terminal:
            filled = self._filled()
            self.out.write(f"\r\x1b[K{self.label} [{'#' * filled}{'.' * (WIDTH - filled)}] {self.done}/{self.total}")
            self.out.flush()
