"""Finding the account that HR means."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..errors import PersonUnknown
from ..models import User
from .places import username_of


def person_meant(login: str, *, user: User, field: str = "person") -> User:
    """By account or mobile phone among the people `user` may see; the refusal stands at `field`."""
    found: User | None = User.objects.visible_to(user).filter(username=username_of(login.strip())).first()
    if found is None:
        raise PersonUnknown(_sentence(), fields={field: _sentence()})
    return found


def _sentence() -> str:
    return str(_("None of the people you look after has this account or phone number."))
