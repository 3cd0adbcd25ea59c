"""Pairs of accounts that may be one person's, for whoever could put them together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count
from django.utils import timezone

from ..duplicates import Facts, Sign, signs
from ..models import Membership, User
from ..sealing import unseal

MOST_NAMES = 300
MOST_PAIRS = 100


@dataclass(frozen=True)
class Pair:
    """`one` is the account that was opened first."""

    one: User
    other: User
    signs: list[Sign]


def likely_duplicates(user: Any) -> list[Pair]:
    """Of one name and with a further sign; names that few people share first. Five queries."""
    people = User.objects.editable_by(user).filter(is_active=True).exclude(real_name="").exclude(pk=user.pk)
    shared = people.values("real_name").annotate(count=Count("pk")).filter(count__gt=1).order_by("count", "real_name")
    names = [row["real_name"] for row in shared[:MOST_NAMES]]
    by_name: dict[str, list[User]] = defaultdict(list)
    for person in people.filter(real_name__in=names).order_by("date_joined", "pk"):
        by_name[person.real_name].append(person)
    places = _places([person.pk for same in by_name.values() for person in same])
    facts = {one.pk: _facts(one, places[one.pk]) for same in by_name.values() for one in same}
    pairs = [
        Pair(one, other, found)
        for same in by_name.values()
        for one, other in combinations(same, 2)
        if (found := signs(facts[one.pk], facts[other.pk]))
    ]
    order = list(Sign)
    return sorted(pairs, key=lambda pair: order.index(pair.signs[0]))[:MOST_PAIRS]


def _places(people: list[Any]) -> dict[Any, set[int]]:
    held = Membership.objects.in_force(timezone.localdate()).filter(person__in=people)
    places: dict[Any, set[int]] = defaultdict(set)
    for person, organisation in held.values_list("person_id", "organisation_id"):
        places[person].add(organisation)
    return places


def _facts(person: User, places: set[int]) -> Facts:
    number = unseal(person.id_number_sealed, owner=person.pk) if person.id_number_sealed else ""
    birth_on = dt.datetime.strptime(number[6:14], "%Y%m%d").date() if number else None  # noqa: DTZ007  a date
    return Facts(birth_on, person.phone, frozenset(places))
