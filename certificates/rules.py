"""Who may see and do what with certificates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from people.errors import NotAllowed
from people.models import User
from people.rules import may_manage_person, may_view_person

from .models import Certificate


def may_view(user: Any, certificate: Certificate) -> bool:
    """Twin of `Certificate.objects.visible_to`: the holder, and whoever oversees the holder."""
    return bool(user.is_authenticated) and may_view_person(user, certificate.holder)


def may_issue(user: Any, learner: User) -> bool:
    """For oneself, or for somebody one oversees."""
    return bool(user.is_active) and (user.pk == learner.pk or may_manage_person(user, learner))


def require_may_issue(user: User | None, learner: User) -> None:
    """Raises NotAllowed. None is the system itself."""
    if user is not None and not may_issue(user, learner):
        raise NotAllowed(_("You may not issue a certificate for this person."))


def require_may_change_status(user: User | None, certificate: Certificate) -> None:
    """Overseers only, never the holder as such. Raises NotAllowed. None is the system itself."""
    if user is not None and not may_manage_person(user, certificate.holder):
        raise NotAllowed(_("You may not change the state of this certificate."))
