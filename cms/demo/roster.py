"""The people of the demonstration: the supplied roster first, then as many made-up ones as are asked for."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

from .accounts import account_facts, id_number_of
from .id_numbers import id_numbers
from .words import DATA, words


@dataclass(frozen=True)
class Entry:
    """One person of a roster; `unit` and the places above it are names as the roster writes them."""

    number: int
    name: str
    id_number: str
    phone: str
    unit: str
    township: str
    county: str
    city: str
    post: str
    since: dt.date

    @property
    def worker_category(self) -> str:
        return str(words("roster")["categories"][self.post])


def supplied() -> list[Entry]:
    """The supplied roster, in its order."""
    column = words("roster")["columns"]
    with (DATA / "roster_clean_500.csv").open(encoding="utf-8-sig", newline="") as lines:
        return [
            Entry(
                number=number,
                name=row[column["name"]],
                id_number=row[column["id_number"]],
                phone=row[column["phone"]],
                unit=row[column["unit"]],
                township=row[column["township"]],
                county=row[column["county"]],
                city=row[column["city"]],
                post=row[column["post"]],
                since=dt.date.fromisoformat(row[column["since"]]),
            )
            for number, row in enumerate(csv.DictReader(lines), 1)
        ]


def entries(count: int, seed: int) -> list[Entry]:
    """`count` people. The first ones are the same whatever the count."""
    given = supplied()
    return [*given[:count], *islice(_made_up(given, seed), max(0, count - len(given)))]


def _made_up(given: list[Entry], seed: int) -> Iterator[Entry]:
    """Colleagues of the supplied people: same units and posts, other names and numbers. They have no phone."""
    rng = random.Random(f"{seed}:roster")  # noqa: S311  (repeatable on purpose)
    taken = {entry.id_number for entry in given} | {id_number_of(facts) for facts in account_facts()}
    numbers = id_numbers(rng, taken)
    surnames, weights, female, male = _name_parts()
    limits = list(accumulate(weights))
    for number, (id_number, sex) in enumerate(numbers, len(given) + 1):
        colleague = given[rng.randrange(len(given))]
        surname = rng.choices(surnames, cum_weights=limits)[0]
        yield Entry(
            number=number,
            name=surname + rng.choice(female if sex == "F" else male),
            id_number=id_number,
            phone="",
            unit=colleague.unit,
            township=colleague.township,
            county=colleague.county,
            city=colleague.city,
            post=colleague.post,
            since=dt.date(2010, 1, 1) + dt.timedelta(days=rng.randrange(5400)),
        )


def _name_parts() -> tuple[list[str], list[float], list[str], list[str]]:
    surnames, weights = [], []
    given: dict[str, list[str]] = {"F": [], "M": []}
    with (DATA / "names_zh.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["part"] == "surname":
                surnames.append(row["text"])
                weights.append(float(row["weight"] or 0.02))
            else:
                given[row["gender"]].append(row["text"])
    return surnames, weights, given["F"], given["M"]
