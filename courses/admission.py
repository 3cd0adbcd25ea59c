"""Whether somebody may take part in a course, and what stands in the way. Pure: facts in, reasons out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from .enums.enrolment import Bar, EnrolmentPolicy


@dataclass(frozen=True)
class Terms:
    """What a course asks. `within`: the tree path and the name of the organisation it is only for; `required`: titles
    of the courses to be finished first, by key."""

    policy: EnrolmentPolicy = EnrolmentPolicy.OPEN
    opens_on: dt.date | None = None
    closes_on: dt.date | None = None
    seats: int | None = None
    seats_taken: int = 0
    categories: Mapping[str, str] = field(default_factory=dict)
    within: tuple[str, str] | None = None
    required: Mapping[uuid.UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Applicant:
    """Who asks: kinds of worker, tree paths of the organisations he or she belongs to, finished courses."""

    categories: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    finished: frozenset[uuid.UUID] = frozenset()
    is_enrolled: bool = False
    has_asked: bool = False


@dataclass(frozen=True)
class Hindrance:
    """`facts` complete the sentence; `course_key` is the course to finish first."""

    bar: Bar
    facts: Mapping[str, str] = field(default_factory=dict)
    course_key: uuid.UUID | None = None

    @property
    def sentence(self) -> str:
        return str(self.bar.label) % self.facts


def hindrances(terms: Terms, applicant: Applicant, on: dt.date) -> list[Hindrance]:
    """What keeps somebody from beginning a course today; nothing for whoever takes part already."""
    if applicant.is_enrolled:
        return []
    found = [*_when(terms, on), *_for_whom(terms, applicant), *_first(terms, applicant)]
    if terms.policy == EnrolmentPolicy.REQUEST and not found:
        found.append(Hindrance(Bar.WAITING if applicant.has_asked else Bar.NEEDS_APPROVAL))
    return found


def may_ask(terms: Terms, applicant: Applicant, on: dt.date) -> bool:
    """Whether asking for approval is what is left to do."""
    return [one.bar for one in hindrances(terms, applicant, on)] == [Bar.NEEDS_APPROVAL]


def _when(terms: Terms, on: dt.date) -> list[Hindrance]:
    if terms.policy == EnrolmentPolicy.CLOSED:
        return [Hindrance(Bar.CLOSED)]
    if terms.opens_on and on < terms.opens_on:
        return [Hindrance(Bar.NOT_YET, {"date": terms.opens_on.isoformat()})]
    if terms.closes_on and on > terms.closes_on:
        return [Hindrance(Bar.OVER, {"date": terms.closes_on.isoformat()})]
    if terms.seats is not None and terms.seats_taken >= terms.seats:
        return [Hindrance(Bar.FULL, {"seats": str(terms.seats)})]
    return []


def _for_whom(terms: Terms, applicant: Applicant) -> list[Hindrance]:
    found = []
    if terms.categories and applicant.categories.isdisjoint(terms.categories):
        found.append(Hindrance(Bar.OTHER_WORKERS, {"categories": ", ".join(terms.categories.values())}))
    if terms.within and not any(path.startswith(terms.within[0]) for path in applicant.paths):
        found.append(Hindrance(Bar.OTHER_PEOPLE, {"organisation": terms.within[1]}))
    return found


def _first(terms: Terms, applicant: Applicant) -> list[Hindrance]:
    return [
        Hindrance(Bar.FIRST_FINISH, {"course": title}, key)
        for key, title in terms.required.items()
        if key not in applicant.finished
    ]


def circle(course: uuid.UUID, required: set[uuid.UUID], known: Mapping[uuid.UUID, set[uuid.UUID]]) -> list[uuid.UUID]:
    """A way from one of `required` back to the course, by what is required already; empty when there is none."""
    ways = [[key] for key in sorted(required)]
    seen: set[uuid.UUID] = set()
    while ways:
        way = ways.pop()
        if way[-1] == course:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, key] for key in sorted(known.get(way[-1], ()))]
    return []
