"""Every address of the product, by GET and by POST, for everybody: who may gets in, who may not is turned away.

An address that `access.txt` does not name fails by its name: nobody can add a page without saying who may see it.
"""

from __future__ import annotations

import pytest

from .asking import Answer, ask
from .routes import Route, all_routes
from .table import RELATIONS, STAFF, VIEWERS, Line, lines
from .world import World

ROUTES = sorted(all_routes())
ONE_OF_EACH = {"anonymous", "superuser", "owner", "learner own", *(f"{role} own" for role in STAFF)}
"""Enough where it does not matter which organisation one belongs to."""
OF_A_LIST = ONE_OF_EACH | {f"hr {relation}" for relation in RELATIONS} | {"administrator parent"}
"""Everybody may open it who oversees somebody; what stands in it differs."""
MAY_NOT = {401, 403}


def path_of(route: Route, line: Line, world: World) -> str:
    values = world.values | {name: world.values[thing] for name, thing in line.values.items()}
    return route.path(values, line.template)


ALIKE = {f"{role} {relation}" for role in ("learner", "trainer") for relation in ("sibling", "child")}
"""Who oversees nobody is turned away alike, wherever he or she stands: own and parent are tried."""
LEARNERS = {f"learner {relation}" for relation in RELATIONS}


def viewers_for(line: Line) -> list[str]:
    if line.terms <= {"overseers", "administrators"}:
        chosen = OF_A_LIST
    elif line.is_scoped:
        chosen = set(VIEWERS) - (ALIKE & LEARNERS if "trainers" in line.words else ALIKE)
    else:
        chosen = ONE_OF_EACH
    return [viewer for viewer in VIEWERS if viewer in chosen]


def wrong(line: Line, answer: Answer, viewer: str, method: str, world: World) -> str:
    """What is wrong with an answer, or nothing."""
    if answer.is_failure:
        return f"{answer}: it broke"
    if any(text in answer.text for text in world.hidden[viewer]):
        return f"{answer}: it names somebody whom {viewer} may not see"
    if not line.may(viewer, method):
        turned_away = answer.is_refusal or (method == "post" and answer.status in {400, 415, 422})
        return "" if turned_away else f"{answer}: {viewer} may not"
    if line.is_absent and answer.is_refusal and answer.status not in MAY_NOT:
        return ""
    if method == "get" and (answer.status in MAY_NOT or (answer.is_refusal and answer.status in {301, 302})):
        return f"{answer}: {viewer} may"
    if method == "get" and answer.status == 404:
        return f"{answer}: {viewer} may, and found nothing"
    return ""


@pytest.mark.parametrize("text", ROUTES, ids=lambda text: text or "(empty)")
def test_address_lets_in_whom_the_table_names_and_nobody_else(text: str, world: World) -> None:
    line = lines().get(text)
    if line is None:
        pytest.fail(f"tests/permissions/access.txt does not say who may reach {text}")
    path = path_of(all_routes()[text], line, world)
    faults = [
        fault
        for viewer in viewers_for(line)
        for method in ("get", "post")
        if (fault := wrong(line, ask(world, viewer, method, path), viewer, method, world))
    ]
    assert not faults, "\n".join(faults)


def test_table_names_no_address_that_is_gone() -> None:
    assert sorted(set(lines()) - set(all_routes())) == []
