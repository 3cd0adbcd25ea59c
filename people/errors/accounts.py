"""Refusals about an account and what identifies its holder."""

from __future__ import annotations

from .refusals import Refusal


class IdNumberTaken(Refusal):
    """Says nothing about the holder: who may ask is not who may know."""

    code = "id_number_taken"
    status = 409


class SealBroken(Exception):  # noqa: N818
    """A sealed value cannot be opened: changed, moved to another row, or its key is not in FIELD_KEYS."""


class PhoneTaken(Refusal):
    """Told only to whoever has just proved to hold the number."""

    code = "phone_taken"
    status = 409


class EmailTaken(Refusal):
    code = "email_taken"
    status = 409


class EmailWrong(Refusal):
    code = "email_wrong"


class ContactTaken(Refusal):
    """The phone number or e-mail address belongs to another account; told to HR only."""

    code = "contact_taken"
    status = 409


class NoSecondFactor(Refusal):
    code = "no_second_factor"
    status = 409
