"""Posts of an organisation: opened and ended. What a post says is never changed: end it and open another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..errors import DatesOutOfOrder, NotAllowed, PeriodEnded, PostTaken
from ..models import Organisation, Post, User
from ..organisation_names import parse_organisation_name
from .tree import fresh, require_open

LONGEST_TITLE = 60


@transaction.atomic
def open_post(
    *,
    organisation: Organisation,
    title: str,
    is_professional: bool,
    is_social_work: bool,
    places: int,
    valid_from: dt.date,
    by: User | None,
    at: dt.datetime,
) -> Post:
    """Open a post with its number of places from a day on. A social-work post is a professional post."""
    _guard(by, organisation)
    require_open(fresh(organisation), valid_from, field="valid_from")
    fields: dict[str, Any] = {
        "title": parse_organisation_name(title, field="title", longest=LONGEST_TITLE),
        "is_professional": is_professional or is_social_work,
        "is_social_work": is_social_work,
        "places": places,
        "valid_from": valid_from,
    }
    try:
        with transaction.atomic():
            post = Post.objects.create(organisation=organisation, **fields)
    except IntegrityError:
        sentence = str(
            _("The organisation has a post of this title already. End that one first, or give another title.")
        )
        raise PostTaken(sentence, fields={"title": sentence}) from None
    log(organisation, "people.open_post", user=by, timestamp=at, data={"post": post.pk, **fields})
    return post


@transaction.atomic
def end_post(*, post: Post, valid_to: dt.date, by: User | None, at: dt.datetime) -> Post:
    """End a post after a day, which still counts; repeated with the same day it changes nothing."""
    _guard(by, post.organisation)
    if valid_to < post.valid_from:
        sentence = str(_("The last day is before the first day."))
        raise DatesOutOfOrder(sentence, fields={"valid_to": sentence})
    changed = Post.objects.filter(pk=post.pk, valid_to=None).update(valid_to=valid_to)
    post.refresh_from_db(fields=["valid_to"])
    if changed:
        facts: dict[str, Any] = {"post": post.pk, "title": post.title, "valid_to": valid_to}
        log(post.organisation, "people.end_post", user=by, timestamp=at, data=facts)
    elif post.valid_to != valid_to:
        raise PeriodEnded(_("This post has ended already, on another day."))
    return post


def _guard(by: User | None, organisation: Organisation) -> None:
    if by is not None and not rules.may_manage_people(by, organisation):
        raise NotAllowed(_("You may not change the posts of this organisation."))
