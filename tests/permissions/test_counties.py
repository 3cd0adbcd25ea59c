"""Overseers of one place learn nothing of another: by no list, search, filter, export or chooser."""

from __future__ import annotations

import pytest

from .asking import ask
from .routes import all_routes
from .table import OVERSEERS, RELATIONS, lines
from .test_matrix import path_of
from .world import World

VIEWERS = [f"{role} {relation}" for role in OVERSEERS for relation in RELATIONS]
OF_A_PERSON = {"person", "owner"}


def overseen() -> list[str]:
    return sorted(
        text
        for text, line in lines().items()
        if text in all_routes() and line.terms & {"overseers", "overseers-above", "administrators", "staff"}
    )


@pytest.mark.parametrize("text", overseen())
def test_questions_about_strangers_stay_unanswered(text: str, world: World) -> None:
    """The names and numbers of people elsewhere, searched for and filtered by, come back on no page."""
    line, foreigner = lines()[text], world.people["foreigner"]
    path = path_of(all_routes()[text], line, world)
    organisation, county = world.tree.other_county.pk, world.tree.other_county.name
    queries = [
        {"q": foreigner.real_name[:3], "search": foreigner.real_name[:3]},
        {"q": foreigner.phone[:-1], "person": foreigner.pk, "organisation": organisation, "place": organisation},
        {"q": county, "organisation__path": world.tree.other_county.path, "export": "csv"},
    ]
    for viewer in ("hr own", "administrator own"):
        for query in queries:
            answer = ask(world, viewer, "get", path, **query)
            assert not answer.is_failure, answer
            named = [text for text in world.hidden[viewer] if text in answer.text]
            assert named == [], answer


@pytest.mark.parametrize("text", sorted(text for text in lines() if set(lines()[text].values.values()) & OF_A_PERSON))
def test_people_elsewhere_have_no_page(text: str, world: World) -> None:
    line = lines()[text]
    names = {name: "foreigner" if thing in OF_A_PERSON else thing for name, thing in line.values.items()}
    values = world.values | {name: world.values[thing] for name, thing in names.items()}
    path = all_routes()[text].path(values, line.template.replace("{person}", "{foreigner}"))
    for viewer in VIEWERS:
        for method in ("get", "post"):
            answer = ask(world, viewer, method, path)
            assert answer.is_refusal, answer
