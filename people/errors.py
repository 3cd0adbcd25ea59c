"""Refusals: a stable code for machines, a translated sentence for people."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):
    """A request that the rules do not allow. Nothing was written.

    `code` is stable and goes into the API; `detail` is shown to the person; `fields` names wrong fields;
    `facts` are further machine-readable members of the answer, such as `retry_after`.
    """

    code = "refused"
    status = 400

    def __init__(self, detail: str | Promise, *, fields: dict[str, str] | None = None, **facts: object) -> None:
        super().__init__(str(detail))
        self.detail = detail
        self.fields = fields or {}
        self.facts = facts
