"""Names of organisations and titles of posts: tidied and judged. Digits, brackets and dashes are common in them."""

from __future__ import annotations

import unicodedata

from .enums import OrganisationNameFault
from .errors import Malformed
from .typing_traces import without_invisible

LONGEST = 120
IN_MARKUP = set("<>\ufffd")
BEGINS_A_FORMULA = tuple("=+-@")


def normalise(name: str) -> str:
    """Without invisible marks and doubled spaces; never refuses, and applied twice it gives the same."""
    text = without_invisible(name).replace("\u3000", " ").strip(" \u00a0")
    return " ".join(part for part in text.split(" ") if part)


def parse_organisation_name(name: str, *, field: str = "name", longest: int = LONGEST) -> str:
    """The tidied name, or `Malformed` with an `OrganisationNameFault` at `field`."""
    text = normalise(name)
    if fault := _fault(text, longest):
        raise Malformed(fault, field=field)
    return text


def _fault(text: str, longest: int) -> OrganisationNameFault | None:
    if not text:
        return OrganisationNameFault.EMPTY
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text):
        return OrganisationNameFault.CONTROL
    if IN_MARKUP & set(text) or text.startswith(BEGINS_A_FORMULA):
        return OrganisationNameFault.MARKUP
    return OrganisationNameFault.LONG if len(text) > longest else None
