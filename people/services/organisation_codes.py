"""The codes an organisation carries, each for a time. A retired code is never given to somebody else."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..divisions import short_code
from ..enums import CodeSystem, PlaceFault, UsccFault
from ..errors import (
    DatesOutOfOrder,
    Malformed,
    NotAllowed,
    OrganisationCodeRetired,
    OrganisationCodeTaken,
    PeriodEnded,
    PeriodsOverlap,
)
from ..models import Organisation, OrganisationCode, User
from ..rules import may_administer
from ..typing_traces import plain_code
from ..uscc import parse_uscc
from .tree import fresh, require_open

DIVISION_LENGTHS = {2, 4, 6, 9, 12}


@transaction.atomic
def add_code(
    *,
    organisation: Organisation,
    system: CodeSystem | str,
    code: str,
    valid_from: dt.date,
    by: User | None,
    at: dt.datetime,
    valid_to: dt.date | None = None,
) -> OrganisationCode:
    """Note a code with its period. The same code from the same day again answers with what is there."""
    _guard(by, organisation)
    tidy = parse_code(system, code)
    if valid_to is not None and valid_to < valid_from:
        sentence = str(_("The last day is before the first day."))
        raise DatesOutOfOrder(sentence, fields={"valid_to": sentence})
    require_open(fresh(organisation), valid_from, field="valid_from")
    known = OrganisationCode.objects.filter(system=system, code=tidy)
    same = known.filter(organisation=organisation, valid_from=valid_from, valid_to=valid_to).first()
    if same is not None:
        return same
    _refuse_other_holder(known, organisation)
    _refuse_overlap(organisation, system, tidy, valid_from, valid_to)
    try:
        with transaction.atomic():
            held = OrganisationCode.objects.create(
                organisation=organisation, system=system, code=tidy, valid_from=valid_from, valid_to=valid_to
            )
    except IntegrityError:
        raise _taken() from None
    _record("people.add_organisation_code", held, by, at)
    return held


@transaction.atomic
def retire_code(*, held: OrganisationCode, valid_to: dt.date, by: User | None, at: dt.datetime) -> OrganisationCode:
    """End a code after a day, which still counts; repeated with the same day it changes nothing."""
    _guard(by, held.organisation)
    if valid_to < held.valid_from:
        sentence = str(_("The last day is before the first day."))
        raise DatesOutOfOrder(sentence, fields={"valid_to": sentence})
    changed = OrganisationCode.objects.filter(pk=held.pk, valid_to=None).update(valid_to=valid_to)
    held.refresh_from_db(fields=["valid_to"])
    if changed:
        _record("people.retire_organisation_code", held, by, at)
    elif held.valid_to != valid_to:
        raise PeriodEnded(_("This code has ended already, on another day."))
    return held


def parse_code(system: CodeSystem | str, text: str) -> str:
    """The code as it is stored, or `Malformed`."""
    try:
        if system == CodeSystem.USCC:
            code = parse_uscc(text)
            if not code:
                raise Malformed(UsccFault.LENGTH)
            return code
        code = short_code(plain_code(text))
        if not (code.isascii() and code.isdecimal() and len(code) in DIVISION_LENGTHS):
            raise Malformed(PlaceFault.CODE)
    except Malformed as fault:
        raise Malformed(fault.fault, field="code") from None
    return code


def _refuse_other_holder(known: object, organisation: Organisation) -> None:
    others = known.exclude(organisation=organisation)  # type: ignore[attr-defined]
    if others.filter(valid_to__isnull=True).exists():
        raise _taken()
    if others.exists():
        sentence = str(
            _("This code belonged to another organisation and was retired. A retired code is not used again.")
        )
        raise OrganisationCodeRetired(sentence, fields={"code": sentence})


def _refuse_overlap(
    organisation: Organisation, system: CodeSystem | str, code: str, start: dt.date, end: dt.date | None
) -> None:
    """One code of a kind at a time."""
    at_that_time = Q(valid_to__isnull=True) | Q(valid_to__gte=start)
    if end is not None:
        at_that_time &= Q(valid_from__lte=end)
    if organisation.codes.filter(at_that_time, system=system).exists():
        sentence = str(_("The organisation carries a code of this kind at that time already. Retire that one first."))
        raise PeriodsOverlap(sentence, fields={"code": sentence})


def _guard(by: User | None, organisation: Organisation) -> None:
    if by is not None and not may_administer(by, organisation):
        raise NotAllowed(_("Only an administrator of this organisation may change its codes."))


def _taken() -> OrganisationCodeTaken:
    sentence = str(_("Another organisation carries this code. Compare it with the certificate."))
    return OrganisationCodeTaken(sentence, fields={"code": sentence})


def _record(action: str, held: OrganisationCode, by: User | None, at: dt.datetime) -> None:
    facts = {
        "system": str(held.system),
        "code": held.code,
        "valid_from": held.valid_from,
        "valid_to": held.valid_to,
    }
    log(held.organisation, action, user=by, timestamp=at, data=facts)
