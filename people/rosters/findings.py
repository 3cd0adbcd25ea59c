"""What a row says, and the reasons found so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices

from ..enums import RosterColumn, RosterVerdict, RowNote, RowWarning

Cells = Mapping[RosterColumn, str]


@dataclass(frozen=True)
class Finding:
    """A reason with the facts that its sentence names; facts say nothing about the person."""

    reason: TextChoices
    facts: dict[str, str] = field(default_factory=dict)


@dataclass
class Entry:
    """What a row says, as far as it could be read; `findings` are all reasons found so far."""

    number: int
    line: int
    name: str = ""
    phone: str = ""
    id_number: str = ""
    starts_on: dt.date | None = None
    post: str = ""
    category: str = ""
    level: str = ""
    findings: list[Finding] = field(default_factory=list)

    def find(self, reason: TextChoices, **facts: str) -> None:
        self.findings.append(Finding(reason, facts))

    @property
    def verdict(self) -> RosterVerdict:
        kinds = {type(finding.reason) for finding in self.findings}
        if RowNote in kinds:
            return RosterVerdict.SKIP
        if kinds - {RowWarning}:
            return RosterVerdict.ERROR
        return RosterVerdict.WARN if kinds else RosterVerdict.OK
