"""Refusals: a stable code for machines, a translated sentence for people."""

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


class RoleAlreadyEnded(Refusal):
    code = "role_already_ended"
    status = 409


class DatesOutOfOrder(Refusal):
    code = "dates_out_of_order"


class Malformed(Refusal):
    """A text that is no name, number or code of its kind; `fault` is its reason (an enum with code and sentence)."""

    def __init__(self, fault: TextChoices, *, field: str = "") -> None:
        super().__init__(fault.label, fields={field: str(fault.label)} if field else None)
        self.fault = fault
        self.code = str(fault.value)


class IdNumberTaken(Refusal):
    """Says nothing about the holder: who may ask is not who may know."""

    code = "id_number_taken"
    status = 409


class SealBroken(Exception):  # noqa: N818
    """A sealed value cannot be opened: changed, moved to another row, or its key is not in FIELD_KEYS."""


class PlaceUnknown(Refusal):
    code = "place_unknown"
    status = 404
