"""What a corrected value must look like, and how much of it the desk shows."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums.privacy import CorrectionField
from .errors import EmailWrong, Malformed
from .exporting import hidden_email
from .identity import mask_id, parse_id_number
from .names import parse_name
from .phones import mask_phone, parse_phone


def parse_correction(field: CorrectionField, text: str, at: dt.datetime) -> str:
    """The value in its stored form. Raises Malformed or EmailWrong, which name the form field `value`."""
    try:
        if field == CorrectionField.NAME:
            return parse_name(text)
        if field == CorrectionField.PHONE:
            return parse_phone(text)
        if field == CorrectionField.ID_NUMBER:
            return parse_id_number(text, today=timezone.localdate(at)).number
    except Malformed as fault:
        raise Malformed(fault.fault, field="value") from None
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        sentence = str(_("This is no e-mail address. It looks like name@example.org."))
        raise EmailWrong(sentence, fields={"value": sentence}) from None
    return email


def masked(field: CorrectionField | str, value: str) -> str:
    """A name is shown whole: whoever decides works with names. Numbers and addresses in part."""
    if not value or field == CorrectionField.NAME:
        return value
    if field == CorrectionField.PHONE:
        return mask_phone(value)
    return mask_id(value) if field == CorrectionField.ID_NUMBER else hidden_email(value)
