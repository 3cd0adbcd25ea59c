"""The ID number of a person: set, found, and shown in part. It is stored sealed only."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..errors import IdNumberTaken, NotAllowed
from ..identity import last_four, mask_id, normalise, parse_id_number
from ..models import User
from ..sealing import blind_index, index_candidates, seal, unseal


@transaction.atomic
def set_id_number(*, person: User, id_number: str, by: User | None, at: dt.datetime) -> None:
    """Check and store an ID number; `by=None` is the system itself, such as a roster import.

    The same number again only renews the seal under the newest key.
    """
    if by is not None and not rules.may_change_details(by, person):
        raise NotAllowed(_("You may not change the ID number of this person."))
    number = parse_id_number(id_number, today=timezone.localdate(at)).number
    candidates = index_candidates(number)
    # The unique index guards one key only: under another key the same number has another index.
    if User.objects.filter(id_number_index__in=candidates).exclude(pk=person.pk).exists():
        raise _taken()
    is_new = person.id_number_index not in candidates
    sealed, index = seal(number, owner=person.pk), blind_index(number)
    try:
        with transaction.atomic():
            User.objects.filter(pk=person.pk).update(id_number_sealed=sealed, id_number_index=index)
    except IntegrityError:
        raise _taken() from None
    person.id_number_sealed, person.id_number_index = sealed, index
    if is_new:
        log(person, "people.set_id_number", user=by, timestamp=at)


def open_id_number(person: User) -> str:
    """The full number, or `""`. For the certificate's own checks only: what people see is masked."""
    return unseal(person.id_number_sealed, owner=person.pk) if person.id_number_sealed else ""


def id_masked(person: User) -> str:
    """330000********4418, or `""`."""
    number = open_id_number(person)
    return mask_id(number) if number else ""


def id_last4(person: User) -> str:
    """The last four characters, or `""`."""
    return last_four(open_id_number(person))


def find_person_by_id_number(id_number: str) -> User | None:
    """Whoever holds this number, under any key; nobody for a text that is no number."""
    return User.objects.filter(id_number_index__in=index_candidates(normalise(id_number))).first()


def _taken() -> IdNumberTaken:
    return IdNumberTaken(
        _("This ID number belongs to another account already. Ask your administrator to put the two together."),
    )
