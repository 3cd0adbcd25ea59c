"""The parts of an .xlsx workbook around its sheets: their list, where they are, and the texts they share."""

from __future__ import annotations

from typing import Any

from ..enums import FileFault
from ..errors import Malformed
from .markup import Elements

MAX_TEXTS = 500_000


class SheetList(Elements):
    """Visible worksheets in order, as relation ids, and whether days count from 1904."""

    def __init__(self) -> None:
        super().__init__()
        self.visible: list[str] = []
        self.from_1904 = False

    def begin(self, name: str, attributes: Any) -> None:
        given = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "workbookPr":
            self.from_1904 = given.get("date1904") in {"1", "true", "on"}
        elif name == "sheet" and given.get("state", "visible") == "visible":
            self.visible.append(next((value for key, value in attributes.items() if key.endswith(":id")), ""))


class Relations(Elements):
    """Target by relation id; a target elsewhere is none."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def begin(self, name: str, attributes: Any) -> None:
        if name == "Relationship" and attributes.get("TargetMode", "Internal") != "External":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class SharedTexts(Elements):
    texts = frozenset({"t"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._runs: list[str] = []
        self._is_reading_aid = False

    def begin(self, name: str, attributes: Any) -> None:
        if name == "si":
            self._runs = []
        elif name == "rPh":
            self._is_reading_aid = True

    def end(self, name: str, text: str) -> None:
        if name == "t" and not self._is_reading_aid:
            self._runs.append(text)
        elif name == "rPh":
            self._is_reading_aid = False
        elif name == "si":
            self.found.append("".join(self._runs))
            if len(self.found) > MAX_TEXTS:
                raise Malformed(FileFault.BOMB)
