"""Papers for tests of drawing and signing."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

from certificates import drawing, wording
from certificates.snapshot import Snapshot

AT = dt.datetime(2026, 5, 22, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
URL = "https://learn.example.org/v/AbCdEfGhIjKlMnOpQrStUv"
BODY = "于 {period}参加“**{subject}**”培训，完成全部学习任务，计 **{hours} 学时**{breakdown}{assessment}，准予结业。"
VALUES = {
    "period": wording.period_words(dt.date(2026, 3, 4), dt.date(2026, 5, 20)),
    "subject": "社区矫正社会工作实务",
    "hours": "24",
    "breakdown": wording.breakdown_words({"on_demand": 100, "classroom": 140}),
    "target": "0",
    "assessment": wording.ASSESSED,
    "category": "实务",
}


def make_snapshot(*, subject: str = "社区矫正社会工作实务", **fields: Any) -> Snapshot:
    values = {**VALUES, "subject": subject}
    facts: dict[str, Any] = {
        "number": "ZJ26-8K3M-7Q2P-T",
        "product": "course",
        "title": "结业证书",
        "subtitle": "CERTIFICATE OF COMPLETION",
        "name": "王𬭎芳",
        "id_masked": "330000********4418",
        "runs": wording.runs(BODY, values),
        "values": values,
        "category_line": "培训类别：实务",
        "rule_line": wording.rule_line("", 60),
        "issuer": "浙江省社会工作培训中心（示例）",
        "signatory_label": "培训负责人：",
        "seal_text": "示例印章仅作占位",
        "issued_on": dt.date(2026, 5, 22),
        "site": "learn.example.org/verify/",
        "template_version": 1,
        "facts": {},
    }
    return Snapshot(**{**facts, **fields})


def draw(snapshot: Snapshot | None = None) -> bytes:
    return drawing.draw(snapshot or make_snapshot(), verify_url=URL, at=AT)


def run(*command: str | Path) -> str:
    """Output of a poppler tool."""
    result = subprocess.run(command, capture_output=True, check=True)
    return result.stdout.decode()
