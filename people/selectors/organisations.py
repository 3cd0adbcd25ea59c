"""Organisations as the desk shows them: what is below, how many people, which codes, what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Substr

from ..enums import CodeSystem
from ..models import Membership, Organisation, OrganisationCode
from ..querysets import in_force, under
from ..typing_traces import plain_code

SHORTEST_CODE = 4


@dataclass(frozen=True)
class Below:
    """An organisation in a list: `people` with a role in force in its subtree, `below` directly under it."""

    organisation: Organisation
    division_code: str
    uscc: str
    people: int
    below: int


def people_below(organisation: Organisation, on: dt.date) -> int:
    """How many people hold a role in the subtree on a civil date, each once; one query over an index."""
    held = Membership.objects.filter(under([organisation.path], "organisation__"), in_force(on))
    return int(held.aggregate(total=Count("person", distinct=True))["total"])


def with_people(parent: Organisation, children: Iterable[Organisation], on: dt.date) -> list[Below]:
    """Children of one organisation with their people and codes; two queries, however many people there are."""
    listed = list(children)
    held = Membership.objects.filter(under([parent.path], "organisation__"), in_force(on))
    step = Substr("organisation__path", 1, len(parent.path) + Organisation.steplen)
    rows = held.annotate(child=step).values("child").annotate(total=Count("person", distinct=True)).order_by()
    people = {row["child"]: row["total"] for row in rows}
    codes = codes_of(listed, on)
    return [
        Below(
            organisation=one,
            division_code=codes.get((one.pk, CodeSystem.DIVISION), ""),
            uscc=codes.get((one.pk, CodeSystem.USCC), ""),
            people=people.get(one.path, 0),
            below=one.numchild,
        )
        for one in listed
    ]


def codes_of(organisations: Iterable[Organisation], on: dt.date) -> dict[tuple[int, str], str]:
    """(organisation, code system) to the code valid on a civil date; one query."""
    held = OrganisationCode.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), organisation__in=[one.pk for one in organisations]
    )
    rows = held.filter(valid_from__lte=on).values_list("organisation_id", "system", "code")
    return {(pk, system): code for pk, system, code in rows}


def ways_to(organisations: Iterable[Organisation]) -> dict[int, str]:
    """The names of what each stands below, from the top: "浙江省 › 杭州市"; one query for all."""
    listed = list(organisations)
    paths = {path for one in listed for path in _paths_above(one)}
    names = dict(Organisation.objects.filter(path__in=paths).values_list("path", "name")) if paths else {}
    return {one.pk: " › ".join(names[path] for path in _paths_above(one) if path in names) for one in listed}


def named_or_coded(text: str) -> Q:
    """Organisations whose name holds a text, or whose code, present or past, begins with it."""
    named, code = Q(name__contains=text), plain_code(text)
    if len(code) < SHORTEST_CODE or not code.isalnum() or not code.isascii():
        return named
    # Not `startswith`: SQLite cannot use the index for LIKE with ESCAPE. No code holds what sorts after `Z`.
    coded = OrganisationCode.objects.filter(code__gte=code, code__lt=f"{code}[")
    return named | Q(pk__in=coded.values("organisation"))


def _paths_above(organisation: Organisation) -> list[str]:
    step = Organisation.steplen
    return [organisation.path[:end] for end in range(step, len(organisation.path), step)]
