"""Organisations moved in the tree, and closed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import ChangeKind
from ..errors import OrganisationClosed, OrganisationInUse, TreeCycle
from ..models import Membership, Organisation, User
from .leftovers import end_leftovers
from .tree import above, fresh, lock_tree, parse_citation, remember, require, require_open, require_past


@transaction.atomic
def move_organisation(
    *,
    organisation: Organisation,
    parent: Organisation,
    effective_on: dt.date,
    citation: str,
    by: User | None,
    at: dt.datetime,
) -> Organisation:
    """Put an organisation with everything below it under another; under the same one again changes nothing."""
    lock_tree()
    organisation, parent, old_parent = fresh(organisation), fresh(parent), above(organisation)
    require(by, old_parent)
    require(by, parent)
    decision = parse_citation(citation)
    require_past(effective_on, at)
    require_open(parent, effective_on, field="parent")
    refuse_cycle(organisation, parent, field="parent")
    if old_parent is not None and old_parent.pk == parent.pk:
        return organisation
    organisation.move(parent, "last-child")
    facts = {
        "effective_on": effective_on,
        "citation": decision,
        "before": old_parent.name if old_parent else "",
        "after": parent.name,
        "to": parent.pk,
    }
    remember(ChangeKind.MOVE, organisation, by=by, at=at, **facts)
    return fresh(organisation)


@transaction.atomic
def close_organisation(
    *, organisation: Organisation, effective_on: dt.date, citation: str, by: User | None, at: dt.datetime
) -> Organisation:
    """No longer active from `effective_on` on. Refused while people or active organisations are below it.

    Its codes, posts and pairings end the day before; it stays in the tree for its history.
    """
    lock_tree()
    organisation = fresh(organisation)
    require(by, above(organisation))
    decision = parse_citation(citation)
    require_past(effective_on, at)
    if organisation.closed_on is not None:
        if organisation.closed_on == effective_on:
            return organisation
        raise OrganisationClosed(_("%(name)s is closed already.") % {"name": organisation.name})
    _refuse_if_in_use(organisation, effective_on)
    end_leftovers(organisation, effective_on)
    organisation.closed_on = effective_on
    organisation.save(update_fields=["closed_on"])
    remember(ChangeKind.CLOSE, organisation, effective_on=effective_on, citation=decision, by=by, at=at)
    return organisation


def refuse_cycle(organisation: Organisation, parent: Organisation, *, field: str) -> None:
    if parent.path.startswith(organisation.path):
        sentence = _(
            "%(parent)s is %(name)s itself or lies below it. Choose an organisation elsewhere in the tree."
        ) % {
            "parent": parent.name,
            "name": organisation.name,
        }
        raise TreeCycle(sentence, fields={field: sentence})


def _refuse_if_in_use(organisation: Organisation, effective_on: dt.date) -> None:
    below = organisation.get_descendants().active_on(effective_on).count()
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=effective_on)
    people = Membership.objects.filter(still, organisation=organisation).count()
    if below or people:
        raise OrganisationInUse(
            _(
                "%(people)d roles and %(below)d active organisations are still below it. "
                "End or move them first, or merge it into another organisation."
            )
            % {"people": people, "below": below}
        )
