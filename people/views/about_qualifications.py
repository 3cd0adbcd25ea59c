"""What the page of a person at the desk says about qualifications and supervision."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton

from .. import rules
from ..models import SupervisorAppointment, User
from ..querysets import in_force
from ..selectors.examinations import preparations
from ..selectors.qualifications import held_qualifications
from .about_person import Section


def qualification_facts(viewer: User, person: User) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "held": held_qualifications(person, on=today),
        "preparations": [one for one in preparations(person, on=today) if any(p.results for p in one.subjects)],
        "appointments": SupervisorAppointment.objects.visible_to(viewer)
        .filter(in_force(today), person=person)
        .select_related("organisation"),
        "may_decide": viewer.pk != person.pk,
    }


def enter_button(viewer: User, person: User) -> HeaderButton | None:
    if viewer.pk == person.pk or not rules.may_manage_person(viewer, person):
        return None
    url = reverse("qualifications:enter", args=[person.pk])
    return HeaderButton(_("Add a qualification"), url=url, icon_name="plus", priority=60)


SECTION = Section("people/desk/_person_qualifications.html", qualification_facts)
