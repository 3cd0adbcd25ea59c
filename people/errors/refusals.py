"""What every refusal is, and those of all subjects."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise


class Refusal(Exception):  # noqa: N818 - errors are nouns here
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


class NotAllowed(Refusal):
    """The actor may not do this; `rules` says who may."""

    code = "not_allowed"
    status = 403


class Malformed(Refusal):
    """A text that is no name, number or code of its kind; `fault` is its reason (an enum with code and sentence)."""

    def __init__(self, fault: TextChoices, *, field: str = "") -> None:
        super().__init__(fault.label, fields={field: str(fault.label)} if field else None)
        self.fault = fault
        self.code = str(fault.value)


class ReasonMissing(Refusal):
    code = "reason_missing"


class DatesOutOfOrder(Refusal):
    code = "dates_out_of_order"


class DateOutOfRange(Refusal):
    code = "date_out_of_range"


class PeriodsOverlap(Refusal):
    code = "periods_overlap"
    status = 409


class PeriodEnded(Refusal):
    """What should be ended has ended already, on another day."""

    code = "period_ended"
    status = 409


class PersonUnknown(Refusal):
    code = "person_unknown"
    status = 404


class CitationMissing(Refusal):
    """No decision or reason was given."""

    code = "citation_missing"
