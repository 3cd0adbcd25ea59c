"""Bureaus, agencies, institutions with their posts, a pairing of two areas, and what became of older places."""

from __future__ import annotations

import datetime as dt
from typing import Any

from people.enums import CodeSystem
from people.models import AreaPairing, Organisation
from people.place_changes import read_place_changes
from people.selectors import find_place
from people.services.organisations import create_organisation
from people.services.pairings import pair_areas
from people.services.place_history import load_place_changes
from people.services.posts import open_post

from .words import words


def make_organisations(*, at: dt.datetime) -> int:
    """What is missing of them; answers how many organisations, posts, pairings and changes of places are new."""
    made = load_place_changes(rows=read_place_changes(), at=at)
    since: dt.date = words("organisations")["since"]
    for facts in words("organisations")["organisations"]:
        made += _make(facts, since, at)
    for facts in words("organisations")["pairings"]:
        made += _pair(facts, at)
    return made


def _make(facts: dict[str, Any], since: dt.date, at: dt.datetime) -> int:
    parent = _place(facts["place"], at)
    if parent.get_children().filter(name=facts["name"]).exists():
        return 0
    codes = {CodeSystem.USCC: facts["uscc"]} if "uscc" in facts else {}
    made = create_organisation(
        parent=parent, name=facts["name"], kind=facts["kind"], on=since, codes=codes, by=None, at=at
    )
    posts = facts.get("posts", [])
    for post in posts:
        open_post(
            organisation=made,
            title=post["title"],
            is_professional=post.get("is_professional", True),
            is_social_work=post.get("is_social_work", False),
            places=post["places"],
            valid_from=since,
            by=None,
            at=at,
        )
    return 1 + len(posts)


def _pair(facts: dict[str, Any], at: dt.datetime) -> int:
    areas = sorted((_place(facts["first"], at), _place(facts["second"], at)), key=lambda area: area.pk)
    if AreaPairing.objects.filter(first=areas[0], second=areas[1]).exists():
        return 0
    pair_areas(first=areas[0], second=areas[1], starts_on=facts["since"], note=facts["note"], by=None, at=at)
    return 1


def _place(code: str, at: dt.datetime) -> Organisation:
    place = find_place(code, on=at.date())
    if place is None:
        raise LookupError(code)
    return place
