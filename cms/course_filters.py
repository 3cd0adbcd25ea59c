"""What the catalogue may be narrowed to, read from an address: whatever it says, nothing fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.enums import Modality, ServiceField
from courses.search.tokens import LONGEST_QUERY


class Part(TextChoices):
    REQUIRED = "required", pgettext_lazy("course", "required for me")
    ELECTIVE = "elective", pgettext_lazy("course", "elective for me")


class Hours(TextChoices):
    """In credit hours."""

    SHORT = "short", _("less than 1 credit hour")
    MIDDLE = "middle", _("1 to 4 credit hours")
    LONG = "long", _("more than 4 credit hours")


class Area(TextChoices):
    PROVINCE = "province", _("the whole province")
    CITY = "city", _("my city")
    COUNTY = "county", _("my county or district")


class Standing(TextChoices):
    TODO = "todo", pgettext_lazy("course", "not begun")
    GOING = "going", pgettext_lazy("course", "in progress")
    DONE = "done", pgettext_lazy("course", "finished")


class Openness(TextChoices):
    OPEN = "1", _("open for me")


class Order(TextChoices):
    NEWEST = "new", _("newest first")
    SHORTEST = "short", _("shortest first")
    LONGEST = "long", _("longest first")


CHOICES: dict[str, type[TextChoices]] = {
    "field": ServiceField,
    "form": Modality,
    "part": Part,
    "hours": Hours,
    "area": Area,
    "state": Standing,
    "open": Openness,
    "sort": Order,
}
LABELS = {
    "field": _("service field"),
    "form": pgettext_lazy("course", "form"),
    "part": pgettext_lazy("course", "required or elective"),
    "hours": _("credit hours"),
    "area": pgettext_lazy("course", "area"),
    "state": pgettext_lazy("course", "state"),
    "open": pgettext_lazy("course", "who may begin"),
    "sort": pgettext_lazy("course", "order"),
}
FOR_SIGNED_IN = frozenset({"part", "area", "state", "open"})


@dataclass(frozen=True)
class Filters:
    """One value each; empty: not narrowed by that."""

    q: str = ""
    field: str = ""
    form: str = ""
    part: str = ""
    hours: str = ""
    area: str = ""
    state: str = ""
    open: str = ""
    sort: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any], *, is_signed_in: bool) -> Filters:
        found = {"q": " ".join(str(given.get("q", "")).replace("\x00", " ").split())[:LONGEST_QUERY]}
        for name, choices in CHOICES.items():
            value = str(given.get(name, ""))
            if value in choices.values and (is_signed_in or name not in FOR_SIGNED_IN):
                found[name] = value
        return cls(**found)

    @property
    def is_narrowed(self) -> bool:
        return any(getattr(self, name) for name in CHOICES if name != "sort")

    def query(self, **changed: str) -> str:
        """The address's query with something changed; empty values are left out."""
        wanted = replace(self, **changed)
        return urlencode({one.name: value for one in fields(self) if (value := getattr(wanted, one.name))})


@dataclass(frozen=True)
class Chip:
    """A filter that is set; `address` is the page without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Panel:
    """One drop-down of the panel."""

    name: str
    label: str
    choices: list[Choice]


def chips(filters: Filters) -> list[Chip]:
    names = [name for name in CHOICES if name not in {"sort", "field"} and getattr(filters, name)]
    return [Chip(str(CHOICES[name](getattr(filters, name)).label), f"?{filters.query(**{name: ''})}") for name in names]


def panels(filters: Filters, *, is_signed_in: bool) -> list[Panel]:
    shown = [name for name in CHOICES if name != "field" and (is_signed_in or name not in FOR_SIGNED_IN)]
    return [
        Panel(
            name,
            str(LABELS[name]),
            [Choice(value, str(label), value == getattr(filters, name)) for value, label in CHOICES[name].choices],
        )
        for name in shown
    ]
