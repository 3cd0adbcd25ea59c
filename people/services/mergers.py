"""Organisations that are merged into another, or split into several. Nothing is lost: the old ones stay as history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..enums import ChangeKind, JoinState, OrganisationKind
from ..errors import OrganisationClosed, PartsMissing, SameOrganisation
from ..models import JoinRequest, Membership, Organisation, OrganisationChange, Post, User
from .handover import hand_over, still_on
from .leftovers import end_leftovers
from .organisation_moves import refuse_cycle
from .organisations import create_organisation
from .tree import above, fresh, lock_tree, parse_citation, remember, require, require_open, require_past


@dataclass(frozen=True)
class NewPart:
    """An organisation that a split founds beside the old one."""

    name: str
    kind: OrganisationKind | str


@transaction.atomic
def merge_organisations(
    *,
    organisations: Sequence[Organisation],
    heir: Organisation,
    effective_on: dt.date,
    citation: str,
    by: User | None,
    at: dt.datetime,
) -> list[OrganisationChange]:
    """Make `heir` the heir of everything: people, posts, requests to join, and what stands below.

    Roles at the old organisations end the day before and begin at the heir; their codes and pairings end.
    """
    lock_tree()
    heir = fresh(heir)
    require(by, heir)
    decision = parse_citation(citation)
    require_past(effective_on, at)
    require_open(heir, effective_on, field="heir")
    changes = []
    # From the bottom up: what lies in another of them is merged before that one is moved.
    for one in sorted({one.pk: fresh(one) for one in organisations}.values(), key=lambda found: -found.depth):
        organisation, heir = fresh(one), fresh(heir)
        _refuse_merger(organisation, heir, effective_on, by)
        facts = _pass_on(organisation, heir, effective_on)
        changes.append(
            remember(
                ChangeKind.MERGE,
                organisation,
                heir=heir,
                effective_on=effective_on,
                citation=decision,
                by=by,
                at=at,
                before=organisation.name,
                after=heir.name,
                **facts,
            )
        )
    return changes


@transaction.atomic
def split_organisation(
    *,
    organisation: Organisation,
    parts: Sequence[NewPart],
    effective_on: dt.date,
    citation: str,
    by: User | None,
    at: dt.datetime,
    heirs: Sequence[Organisation] = (),
) -> list[Organisation]:
    """Found new organisations beside the old one, and note them and `heirs` as its heirs.

    The old one stays active and keeps its people until they are assigned to the parts; close it then, or never.
    """
    lock_tree()
    organisation = fresh(organisation)
    parent = above(organisation)
    require(by, parent)
    decision = parse_citation(citation)
    require_past(effective_on, at)
    require_open(organisation, effective_on, field="organisation")
    if not parts and not heirs:
        sentence = str(_("Name at least one new organisation, or choose an existing one."))
        raise PartsMissing(sentence, fields={"names": sentence})
    made = [
        create_organisation(parent=parent, name=part.name, kind=part.kind, on=effective_on, by=by, at=at)
        for part in parts
    ]
    for heir in (*made, *(fresh(one) for one in heirs)):
        if heir.pk == organisation.pk:
            raise _same()
        remember(
            ChangeKind.SPLIT,
            organisation,
            heir=heir,
            effective_on=effective_on,
            citation=decision,
            by=by,
            at=at,
            before=organisation.name,
            after=heir.name,
        )
    return made


def _refuse_merger(organisation: Organisation, heir: Organisation, effective_on: dt.date, by: User | None) -> None:
    if organisation.pk == heir.pk:
        raise _same()
    require(by, above(organisation))
    refuse_cycle(organisation, heir, field="heir")
    if organisation.closed_on is not None:
        raise OrganisationClosed(_("%(name)s is closed already.") % {"name": organisation.name})


def _same() -> SameOrganisation:
    sentence = str(_("An organisation cannot be its own heir. Choose another one."))
    return SameOrganisation(sentence, fields={"heir": sentence})


def _pass_on(organisation: Organisation, heir: Organisation, effective_on: dt.date) -> dict[str, int]:
    """Everything an organisation has goes to its heir; how many of each."""
    held = Membership.objects.select_for_update().filter(still_on(effective_on), organisation=organisation)
    roles = hand_over(held, heir, effective_on)
    posts = list(Post.objects.filter(organisation=organisation, valid_to=None, valid_from__lte=effective_on))
    ended = end_leftovers(organisation, effective_on)
    _open_posts(posts, organisation, heir, effective_on)
    requests = JoinRequest.objects.filter(organisation=organisation, state=JoinState.PENDING).update(organisation=heir)
    children = list(organisation.get_children())
    for child in children:
        fresh(child).move(fresh(heir), "last-child")
    Organisation.objects.filter(pk=organisation.pk).update(closed_on=effective_on)
    return {**ended, "roles": roles, "requests": requests, "children": len(children)}


def _open_posts(posts: list[Post], organisation: Organisation, heir: Organisation, effective_on: dt.date) -> None:
    """The heir's own posts keep their titles; one of the same title gets the old organisation's name behind it."""
    taken = set(Post.objects.filter(organisation=heir, valid_to=None).values_list("title", flat=True))
    for post in posts:
        title = post.title if post.title not in taken else f"{post.title[:30]} ({organisation.name[:27]})"
        if title in taken:
            continue
        taken.add(title)
        Post.objects.create(
            organisation=heir,
            title=title,
            is_professional=post.is_professional,
            is_social_work=post.is_social_work,
            places=post.places,
            valid_from=effective_on,
        )
