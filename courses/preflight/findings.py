"""One thing the preflight has to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..enums.preflight import FindingCode


@dataclass(frozen=True)
class Finding:
    """`field` is the field of the page's form it is about; `is_of_course`: of the course's form, not the lesson's."""

    code: FindingCode
    sentence: str
    field: str
    is_blocking: bool
    is_of_course: bool = False


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.is_blocking]
