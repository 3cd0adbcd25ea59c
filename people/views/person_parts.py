"""The first two parts of a person's page, and what can be done there: who it is, and which roles he or she holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton

from .. import rules
from ..exporting import hidden_email
from ..models import Membership, User
from ..services.identity import id_masked
from .about_person import Button, Section, account_state, shown_phone


@dataclass(frozen=True)
class HeldRole:
    """A line of the history; `is_over` on the day it is shown."""

    membership: Membership
    is_over: bool
    may_end: bool


def identity(viewer: User, person: User) -> dict[str, Any]:
    return {
        "phone": shown_phone(person),
        "email": hidden_email(person.email),
        "id_number": id_masked(person),
        "state": account_state(person),
    }


def roles(viewer: User, person: User) -> dict[str, Any]:
    """The roles that the viewer may see: those of other organisations are none of this one's business."""
    today = timezone.localdate()
    seen = Membership.objects.visible_to(viewer).filter(person=person).select_related("organisation")
    changeable = set(Membership.objects.changeable_by(viewer).filter(person=person).values_list("pk", flat=True))
    lines = [
        HeldRole(one, _is_over(one, today), one.ends_on is None and one.pk in changeable)
        for one in seen.order_by("-starts_on", "-pk")
    ]
    lines.sort(key=lambda line: line.is_over)
    open_at = {line.membership.organisation_id: line.membership.organisation for line in lines if line.may_end}
    return {"lines": lines, "organisations": list(open_at.values())}


def _is_over(one: Membership, today: dt.date) -> bool:
    return one.ends_on is not None and one.ends_on < today


def details_button(viewer: User, person: User) -> HeaderButton | None:
    if not rules.may_change_details(viewer, person):
        return None
    url = reverse("people:details", args=[person.pk])
    return HeaderButton(_("Change the details"), url=url, icon_name="edit", priority=10)


def role_button(viewer: User, person: User) -> HeaderButton | None:
    url = reverse("people:give_role", args=[person.pk])
    return HeaderButton(_("Give a role"), url=url, icon_name="plus", priority=20)


PERSON_SECTIONS = [
    Section("people/desk/_person_identity.html", identity),
    Section("people/desk/_person_roles.html", roles),
]
PERSON_BUTTONS: list[Button] = [details_button, role_button]
