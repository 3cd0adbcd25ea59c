"""Full numbers, shown to whoever may see them and says why; the row of the log stands before anything is shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..enums.privacy import AccessKind
from ..errors import NotAllowed, NothingToShow
from ..models import User
from .access_log import record_access
from .identity import open_id_number

OWN_LOOK = "own record"
REVEALED = (AccessKind.ID_NUMBER, AccessKind.PHONE, AccessKind.EMAIL)


@dataclass(frozen=True)
class OwnNumbers:
    """One's own record in full. `repr` hides it."""

    real_name: str
    phone: str
    email: str
    id_number: str

    def __repr__(self) -> str:
        return "OwnNumbers"


@transaction.atomic
def reveal(*, person: User, kind: AccessKind, reason: str, by: User, at: dt.datetime) -> str:
    """One full number of somebody else. Raises NotAllowed, NothingToShow, PurposeTooShort."""
    if kind not in REVEALED or not rules.may_reveal(by, person):
        raise NotAllowed(_("You may not see the full numbers of this person."))
    values = {AccessKind.ID_NUMBER: open_id_number(person), AccessKind.PHONE: person.phone}
    value = values.get(kind, person.email)
    if not value:
        sentence = str(_("Nothing of this kind is recorded for this person."))
        raise NothingToShow(sentence, fields={"kind": sentence})
    record_access(kind=kind, reason=reason, by=by, at=at, person=person)
    log(person, "people.reveal", user=by, timestamp=at, data={"kind": kind.value})
    return value


@transaction.atomic
def reveal_own(*, by: User, at: dt.datetime) -> OwnNumbers:
    """One's own record. Noted too: a look that the person does not remember tells of a stolen session."""
    record_access(kind=AccessKind.RECORD, reason=OWN_LOOK, by=by, at=at, person=by)
    return OwnNumbers(by.real_name, by.phone, by.email, open_id_number(by))
