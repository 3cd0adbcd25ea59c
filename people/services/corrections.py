"""People ask to have their own record corrected; whoever looks after them decides."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..correcting import parse_correction
from ..enums.privacy import CorrectionField, CorrectionState
from ..errors import CorrectionDecided, CorrectionOpen, NotAllowed, NothingToCorrect, PurposeTooShort
from ..models import CorrectionRequest, User
from ..sealing import seal, unseal
from .identity import open_id_number, set_id_number
from .person_details import change_details


@transaction.atomic
def ask_for_correction(
    *,
    person: User,
    field: CorrectionField,
    value: str,
    by: User,
    at: dt.datetime,
    explanation: str = "",
    is_proved: bool = False,
) -> CorrectionRequest:
    """Ask for one field; a new phone number only once a code has proved it.

    Raises Malformed and EmailWrong with the field `value`, NothingToCorrect, CorrectionOpen.
    """
    if by.pk != person.pk or (field == CorrectionField.PHONE and not is_proved):
        raise NotAllowed(_("You can ask for corrections of your own record only; a new phone number needs a code."))
    after, before = parse_correction(field, value, at), stored_value(person, field)
    if after == before:
        sentence = str(_("This is what is recorded already."))
        raise NothingToCorrect(sentence, fields={"value": sentence})
    try:
        with transaction.atomic():
            correction = CorrectionRequest.objects.create(
                person=person,
                field=field,
                before_sealed=seal(before, owner=person.pk) if before else "",
                after_sealed=seal(after, owner=person.pk),
                is_proved=is_proved,
                explanation=" ".join(explanation.split())[:200],
                asked_at=at,
            )
    except IntegrityError:
        raise CorrectionOpen(
            _("You have asked for this correction already. Take that request back first, then ask again.")
        ) from None
    _record("people.ask_for_correction", correction, by, at)
    return correction


@transaction.atomic
def withdraw_correction(*, correction: CorrectionRequest, by: User, at: dt.datetime) -> None:
    if by.pk != correction.person_id:
        raise NotAllowed(_("Only the person can take the request back."))
    _decide(correction, CorrectionState.WITHDRAWN, None, "", at)
    _record("people.withdraw_correction", correction, by, at)


@transaction.atomic
def apply_correction(*, correction: CorrectionRequest, by: User, at: dt.datetime) -> None:
    """Write what was asked for. Raises what the field's own service raises, such as IdNumberTaken."""
    _guard(correction, by)
    _decide(correction, CorrectionState.APPLIED, by, "", at)
    person = User.objects.get(pk=correction.person_id)
    value = unseal(correction.after_sealed, owner=person.pk)
    if correction.field == CorrectionField.ID_NUMBER:
        set_id_number(person=person, id_number=value, by=by, at=at)
    else:
        details = {"real_name": person.real_name, "phone": person.phone, "email": person.email}
        change_details(person=person, by=by, at=at, **{**details, correction.field: value})
    _record("people.apply_correction", correction, by, at)


@transaction.atomic
def refuse_correction(*, correction: CorrectionRequest, reason: str, by: User, at: dt.datetime) -> None:
    """The reason is shown to the person as it is."""
    _guard(correction, by)
    reason = " ".join(reason.split())[:200]
    if not reason:
        sentence = str(_("Write why: the person can read it."))
        raise PurposeTooShort(sentence, fields={"reason": sentence})
    _decide(correction, CorrectionState.REFUSED, by, reason, at)
    _record("people.refuse_correction", correction, by, at)


def stored_value(person: User, field: CorrectionField) -> str:
    """What stands there now, in full."""
    return open_id_number(person) if field == CorrectionField.ID_NUMBER else str(getattr(person, field))


def _guard(correction: CorrectionRequest, by: User) -> None:
    if not rules.may_decide_correction(by, correction):
        raise NotAllowed(_("You may not decide about this request."))


def _decide(
    correction: CorrectionRequest, state: CorrectionState, by: User | None, reason: str, at: dt.datetime
) -> None:
    """Compare and set: of two officers who decide at once the second one is told."""
    still_open = CorrectionRequest.objects.filter(pk=correction.pk, state=CorrectionState.PENDING)
    if not still_open.update(state=state, decided_by=by, decided_at=at, reason=reason):
        raise CorrectionDecided(_("This request was decided or taken back in the meantime."))
    correction.refresh_from_db(fields=["state", "decided_by", "decided_at", "reason"])


def _record(action: str, correction: CorrectionRequest, by: User, at: dt.datetime) -> None:
    """Which field, never what it held."""
    log(
        correction.person,
        action,
        user=by,
        timestamp=at,
        data={"request": correction.pk, "field": correction.field},
    )
