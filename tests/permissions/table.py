"""The table `access.txt`: one line an address, with who may reach it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("access.txt")
RELATIONS = ("own", "sibling", "child", "parent")
"""Where a viewer's organisation stands to the one that the objects of the world belong to."""
ABOVE = ("own", "parent")
ROLES = ("learner", "trainer", "hr", "administrator")
STAFF = ("trainer", "assessor", "hr", "administrator")
OVERSEERS = ("hr", "administrator")
TRAINING = ("trainer", "administrator")
ASSESSORS = {"assessor own", "assessor sibling"}
"""They oversee nobody and edit nothing: two places tell where they are let in."""
EVERYWHERE = {f"{role} {relation}" for role in ROLES for relation in RELATIONS} | ASSESSORS
VIEWERS = ("anonymous", "superuser", "owner", "holder", *sorted(EVERYWHERE))


def _of(roles: tuple[str, ...], relations: tuple[str, ...] = RELATIONS) -> set[str]:
    return {f"{role} {relation}" for role in roles for relation in relations}


WORDS: dict[str, set[str]] = {
    "nobody": set(),
    "everybody": set(VIEWERS),
    "signed-in": set(VIEWERS) - {"anonymous"},
    "anonymous": {"anonymous"},
    "owner": {"owner"},
    "holder": {"holder"},
    "asker": {"hr own"},
    "superuser": {"superuser"},
    "staff": {*_of(STAFF), "superuser"},
    "trainers": {*_of(TRAINING), "superuser"},
    "trainers-above": {*_of(TRAINING, ABOVE), "superuser"},
    "assessors": {*ASSESSORS, "superuser"},
    "assessors-above": {"assessor own", "superuser"},
    "overseers": {*_of(OVERSEERS), "superuser"},
    "overseers-above": {*_of(OVERSEERS, ABOVE), "superuser"},
    "administrators": {*_of(("administrator",)), "superuser"},
    "administrators-over-both": {"administrator parent", "superuser"},
    "administrators-above": {*_of(("administrator",), ABOVE), "superuser"},
}


@dataclass(frozen=True)
class Line:
    """`values` say which object of the world stands at which place of the path."""

    who: frozenset[str]
    words: str
    route: str
    values: dict[str, str] = field(default_factory=dict)
    template: str = ""
    is_absent: bool = False
    """The world holds no such object: who may gets 404 as well."""
    who_sends: frozenset[str] | None = None
    """Who may POST, where that is fewer than may GET."""

    @property
    def is_scoped(self) -> bool:
        """Whether it matters where the viewer's organisation stands."""
        words = ("above", "overseers", "trainers")
        return any(word in self.words for word in words) or bool({"owner", "holder", "asker"} & self.terms)

    @property
    def terms(self) -> set[str]:
        return {word.strip() for word in self.words.split(",")}

    def may(self, viewer: str, method: str) -> bool:
        if method == "post" and self.who_sends is not None:
            return viewer in self.who_sends
        return viewer in self.who


@cache
def lines() -> dict[str, Line]:
    found: dict[str, Line] = {}
    for number, text in enumerate(FILE.read_text("utf-8").splitlines(), 1):
        if not text.strip() or text.startswith("#"):
            continue
        line = parse(text.partition("  # ")[0])
        if line.route in found:
            raise ValueError(f"{FILE.name}:{number}: {line.route} stands there twice")
        found[line.route] = line
    return found


def parse(text: str) -> Line:
    """`who, who   route   name=object path:template absent`, columns apart by two spaces or more."""
    words, route, *rest = re.split(r"\s{2,}", text.strip())
    values: dict[str, str] = {}
    template, is_absent, who_sends = "", False, None
    for part in " ".join(rest).split():
        if part == "absent":
            is_absent = True
        elif part.startswith("post:"):
            who_sends = _who(part.removeprefix("post:"))
        elif part.startswith("path:"):
            template = part.removeprefix("path:")
        else:
            name, _, value = part.partition("=")
            values[name] = value
    return Line(_who(words), words, route, values, template, is_absent, who_sends)


def _who(words: str) -> frozenset[str]:
    return frozenset().union(*(WORDS[word.strip()] for word in words.split(",")))
