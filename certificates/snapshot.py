"""What is printed on a certificate, frozen: the canonical JSON that is kept and hashed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1


@dataclass(frozen=True)
class Snapshot:
    """Every printed field. `runs` is the text as (characters, bold); `values` the variables inside it.

    `facts` are the figures behind the words (seconds, dates, rule version), all whole numbers, strings or null.
    `id_masked` is "" for a person without a recorded ID number. `site` is the printed address of the check.
    """

    number: str
    product: str
    title: str
    subtitle: str
    name: str
    id_masked: str
    runs: tuple[tuple[str, bool], ...]
    values: dict[str, str]
    category_line: str
    rule_line: str
    issuer: str
    signatory_label: str
    seal_text: str
    issued_on: dt.date
    site: str
    template_version: int
    facts: dict[str, Any]

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)

    def canonical(self) -> str:
        """One form only: sorted keys, no blanks, characters as they are, dates as ISO 8601."""
        fields = {**asdict(self), "issued_on": self.issued_on.isoformat(), "format": FORMAT}
        return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

    @classmethod
    def read(cls, canonical: str) -> Snapshot:
        fields = json.loads(canonical)
        if fields.pop("format") != FORMAT:
            raise ValueError("this snapshot was written in a later format")
        fields["runs"] = tuple((text, bold) for text, bold in fields["runs"])
        fields["issued_on"] = dt.date.fromisoformat(fields["issued_on"])
        return cls(**fields)


def sha256(data: str | bytes) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
