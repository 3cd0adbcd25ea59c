"""Drawing a paper: each section's rule, no question twice, the same seed the same paper. Pure."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

SEED_BITS = 62


@dataclass(frozen=True)
class Rule:
    """One section: `chosen` questions in their order, or `count` out of `pool`. Ids of questions."""

    number: int
    count: int = 0
    pool: tuple[int, ...] = ()
    chosen: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        return len(self.chosen) or self.count


@dataclass(frozen=True)
class Drawn:
    question: int
    section: int


@dataclass(frozen=True)
class Lack:
    """A section whose rule cannot be met: `found` questions can be had for it beside the other sections'."""

    section: int
    wanted: int
    found: int


def draw(rules: Sequence[Rule], *, seed: int, shuffle: bool) -> list[Drawn]:
    """The questions in order. `shuffle` changes the order within each section. Raises ValueError where one lacks."""
    dice = random.Random(seed)  # noqa: S311 - a paper is no secret, but has to be the same for the same seed
    taken, lacks = _assign(rules, dice)
    if lacks:
        raise ValueError("too few questions")
    paper = []
    for rule in rules:
        questions = list(rule.chosen) or sorted(taken[rule.number])
        if shuffle or not rule.chosen:
            dice.shuffle(questions)
        paper += [Drawn(question, rule.number) for question in questions]
    return paper


def lacks(rules: Sequence[Rule]) -> list[Lack]:
    """What stands in the way of drawing; none: every learner gets a paper."""
    return _assign(rules, random.Random(0))[1]  # noqa: S311 - see `draw`


def _assign(rules: Sequence[Rule], dice: random.Random) -> tuple[dict[int, list[int]], list[Lack]]:
    """Questions for every section. Sections may share questions, so one gives way where it can choose (a matching)."""
    chosen = {question for rule in rules for question in rule.chosen}
    owner: dict[int, int] = {}
    pools = {rule.number: [one for one in sorted(set(rule.pool)) if one not in chosen] for rule in rules}
    missing = []
    for rule in rules:
        dice.shuffle(pools[rule.number])
        for place in range(rule.count):
            if not _claim(rule.number, pools, owner):
                missing.append(Lack(rule.number, rule.count, place))
                break
    missing += [Lack(rule.number, 1, 0) for rule in rules if rule.size == 0]
    return {
        rule.number: [question for question, number in owner.items() if number == rule.number] for rule in rules
    }, missing


def _claim(section: int, pools: dict[int, list[int]], owner: dict[int, int]) -> bool:
    """One more question for a section: a free one, else along the shortest chain of sections that take others."""
    came_from: dict[int, tuple[int, int]] = {}
    seen, waiting = {section}, [section]
    for current in waiting:
        for question in pools[current]:
            holder = owner.get(question)
            if holder is None:
                _pass_on(question, current, section, came_from, owner)
                return True
            if holder not in seen:
                seen.add(holder)
                came_from[holder] = (question, current)
                waiting.append(holder)
    return False


def _pass_on(
    question: int, taker: int, section: int, came_from: dict[int, tuple[int, int]], owner: dict[int, int]
) -> None:
    owner[question] = taker
    while taker != section:
        given, receiver = came_from[taker]
        owner[given] = receiver
        taker = receiver
