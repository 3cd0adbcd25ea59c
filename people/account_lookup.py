"""Which account a phone number opens: the same work is done for a number that is known and one that is not."""

from __future__ import annotations

import secrets
import uuid

from django.contrib.auth.hashers import is_password_usable

from .identity import last_four
from .models import User
from .sealing import seal, unseal

NOBODY = uuid.UUID(int=0)


def person_who_signs_in(phone: str) -> User | None:
    """Whoever may sign in with a code sent to `phone`: an account that HR opened must be claimed first."""
    person = User.objects.filter(phone=phone).first()
    return person if person and person.is_active and is_taken_over(person) else None


def person_who_claims(phone: str, id_last_four: str) -> User | None:
    """Whoever HR entered with this phone and an ID number that ends so, and whose account waits to be claimed."""
    person = User.objects.filter(phone=phone).first()
    waits = person is not None and person.is_active and not is_taken_over(person)
    sealed = person.id_number_sealed if person is not None else ""
    owner = person.pk if person is not None and sealed else NOBODY
    # Somebody without a number, and nobody at all, cost an opening too.
    ending = last_four(unseal(sealed or _decoy(), owner=owner)).upper()
    fits = secrets.compare_digest(ending.encode(), id_last_four.upper().encode()) and bool(sealed)
    return person if waits and fits else None


def is_taken_over(person: User) -> bool:
    """Whether the person has the account in hand; before that it only waits to be claimed."""
    return person.claimed_at is not None or is_password_usable(person.password)


def has_account(phone: str) -> bool:
    return User.objects.filter(phone=phone).exists()


def _decoy() -> str:
    return seal("0" * 18, owner=NOBODY)
