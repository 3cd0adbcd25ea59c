"""Merges, posts and codes for tests: services with defaults."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from people.enums import CodeSystem
from people.models import AreaPairing, Organisation, OrganisationCode, Post
from people.services.mergers import merge_organisations
from people.services.organisation_codes import add_code
from people.services.pairings import pair_areas
from people.services.posts import open_post
from people.uscc import check_character

DAY = dt.date(2026, 6, 1)
"""First day of the new state in tests of changes."""


def make_uscc(number: int) -> str:
    first = f"5133010000{number:07d}"
    return first + check_character(first)


def give_code(
    organisation: Organisation, code: str, system: str = CodeSystem.DIVISION, **dates: Any
) -> OrganisationCode:
    facts = {"valid_from": dt.date(2020, 1, 1), **dates}
    return add_code(organisation=organisation, system=system, code=code, by=None, at=timezone.now(), **facts)


def make_post(organisation: Organisation, title: str = "社工", **facts: Any) -> Post:
    fields = {
        "is_professional": True,
        "is_social_work": True,
        "places": 1,
        "valid_from": dt.date(2020, 1, 1),
        **facts,
    }
    return open_post(organisation=organisation, title=title, by=None, at=timezone.now(), **fields)


def merge(*organisations: Organisation, into: Organisation, day: dt.date = DAY, **facts: Any) -> None:
    fields = {"citation": "民政厅〔2026〕1号", "by": None, "at": timezone.now(), **facts}
    merge_organisations(organisations=organisations, heir=into, effective_on=day, **fields)


def pair(first: Organisation, second: Organisation, **facts: Any) -> AreaPairing:
    fields = {"starts_on": dt.date(2026, 1, 1), "by": None, "at": timezone.now(), **facts}
    return pair_areas(first=first, second=second, **fields)
