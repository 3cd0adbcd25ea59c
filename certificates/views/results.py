"""The words of a result page, for each state and each verdict."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..enums import FileVerdict, Status
from ..selectors.files import FileCheck
from ..selectors.state import State


@dataclass(frozen=True)
class Result:
    """`kind` is the colour and icon: "ok", "warn", "err" or "info"."""

    kind: str
    title: str | Promise
    text: str | Promise = ""
    what_next: str | Promise = ""


BY_STATUS = {
    Status.VALID: Result("ok", _("This certificate is valid")),
    Status.EXPIRED: Result(
        "warn", _("This certificate has expired"), _("It was genuine; its period of validity is over.")
    ),
    Status.SUSPENDED: Result(
        "warn",
        _("This certificate is suspended"),
        _("The issuer is reviewing it. Until that is done, do not rely on it."),
    ),
    Status.REVOKED: Result("err", _("This certificate was revoked"), _("It must not be relied on any more.")),
    Status.REISSUED: Result(
        "warn", _("This certificate was replaced by a new one"), _("Ask the holder for the new certificate.")
    ),
    Status.VOID: Result("err", _("This certificate is void"), _("It was issued in error and has never been in force.")),
}
NOT_FOUND = Result(
    "err",
    _("No certificate found"),
    _("Nothing was found for what was entered. Check the number, the full name and the four characters."),
    _("The letters I, L, O and U do not occur in a number: what looks like them is 1 or 0."),
)
TOO_MANY = Result("warn", _("Too many checks"))
FOREIGN = Result(
    "err",
    _("This file was not issued here"),
    _("It carries no certificate of this site."),
    _("A scan or a photograph is never identical: check it by its QR code or its number."),
)
ALTERED = Result(
    "err",
    _("This file was altered"),
    _("It is not the file that was issued. What differs is listed below."),
    _("Do not rely on it. Check the original by its QR code, or by number, name and ID digits."),
)
SAME = _("The file is identical, byte for byte, with the one that was issued.")


def of_state(state: State) -> Result:
    return BY_STATUS[state.status]


def of_file(check: FileCheck, state: State | None) -> Result:
    """A file that is identical is worth what its certificate is worth now."""
    if check.verdict == FileVerdict.FOREIGN or state is None:
        return FOREIGN
    if check.verdict == FileVerdict.ALTERED:
        return ALTERED
    now = of_state(state)
    return Result(now.kind, now.title, SAME, now.text)
