"""The share of social-work posts among professional posts, against what the policy asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from ..models import Membership, Organisation, Post
from ..policy_targets import SOCIAL_WORK_POST_SHARE, PolicyTarget, target_on
from ..querysets import OrganisationQuerySet, in_force


@dataclass(frozen=True)
class PostShare:
    """Places, not people. `percent` has one decimal, cut off, and is nothing where there are no professional posts."""

    professional: int
    social_work: int
    target: PolicyTarget | None

    @property
    def percent(self) -> float | None:
        return self.social_work * 1000 // self.professional / 10 if self.professional else None

    @property
    def is_met(self) -> bool | None:
        """Exactly, not by the number that is shown; nothing where there is nothing to compare."""
        if not self.professional or self.target is None:
            return None
        return self.social_work * 100 >= self.target.value * self.professional


@dataclass(frozen=True)
class Filled:
    """A post and how many people hold it today by its title."""

    post: Post
    people: int

    @property
    def free(self) -> int:
        return max(self.post.places - self.people, 0)


def _places(on: dt.date, **kind: bool) -> Any:
    valid = Q(posts__valid_from__lte=on) & (Q(posts__valid_to__isnull=True) | Q(posts__valid_to__gte=on))
    return Coalesce(
        Sum("posts__places", filter=valid & Q(**{f"posts__{name}": is_so for name, is_so in kind.items()})), 0
    )


def with_post_places(organisations: OrganisationQuerySet, on: dt.date) -> OrganisationQuerySet:
    """Those that have posts, with `professional_places` and `social_work_places` valid on a civil date."""
    # Not by a join: that one would count every place twice.
    having = organisations.filter(Exists(Post.objects.filter(organisation=OuterRef("pk"))))
    counted: OrganisationQuerySet = having.annotate(
        professional_places=_places(on, is_professional=True), social_work_places=_places(on, is_social_work=True)
    )
    return counted


def share_of(organisation: Organisation, on: dt.date) -> PostShare:
    """Of one organisation itself, not of those below it; one query."""
    valid = Post.objects.valid_on(on).filter(organisation=organisation, is_professional=True)
    totals = valid.aggregate(
        professional=Coalesce(Sum("places"), 0), social=Coalesce(Sum("places", filter=Q(is_social_work=True)), 0)
    )
    return PostShare(totals["professional"], totals["social"], target_on(SOCIAL_WORK_POST_SHARE, on))


def counted_share(organisation: Any, on: dt.date) -> PostShare:
    """Of an organisation that `with_post_places` gave; no query."""
    target = target_on(SOCIAL_WORK_POST_SHARE, on)
    return PostShare(organisation.professional_places, organisation.social_work_places, target)


def posts_of(organisation: Organisation, on: dt.date) -> list[Filled]:
    """All posts of an organisation, those in force first, with the people who hold them; two queries."""
    held = Membership.objects.filter(in_force(on), organisation=organisation).exclude(post="")
    people = dict(held.values_list("post").annotate(Count("person", distinct=True)).order_by())
    posts = Post.objects.filter(organisation=organisation).order_by("-valid_from", "title")
    listed = sorted(posts, key=lambda post: post.valid_to is not None)
    return [Filled(post, people.get(post.title, 0) if post.valid_to is None else 0) for post in listed]
