"""Papers are drawn by their rules: no question twice, all rules met if they can be, the same seed the same paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exams.drawing import Rule, draw, lacks

POOLS = st.lists(
    st.tuples(st.integers(1, 4), st.sets(st.integers(1, 12), max_size=9), st.booleans()), min_size=1, max_size=4
)


def rules_from(drawn: list[tuple[int, set[int], bool]]) -> list[Rule]:
    """Sections in order; a chosen one takes its questions out of what earlier ones have chosen."""
    rules, chosen = [], set()
    for number, (count, pool, is_chosen) in enumerate(drawn, 1):
        free = tuple(sorted(pool - chosen))
        if is_chosen and free:
            chosen.update(free)
            rules.append(Rule(number, chosen=free))
        else:
            rules.append(Rule(number, count=count, pool=tuple(sorted(pool))))
    return rules


def can_be_met(rules: list[Rule], taken: frozenset[int] = frozenset()) -> bool:
    """By trying everything, one question at a time."""
    slots = [rule for rule in rules for _ in range(rule.count)]
    if not slots:
        return True
    pools = [set(rule.pool) for rule in slots]

    def place(index: int, used: frozenset[int]) -> bool:
        if index == len(pools):
            return True
        return any(place(index + 1, used | {one}) for one in pools[index] - used)

    return place(0, taken)


@given(POOLS, st.integers(0, 2**62 - 1), st.booleans())
def test_paper_keeps_the_rules_of_every_section(
    drawn: list[tuple[int, set[int], bool]], seed: int, shuffle: bool
) -> None:
    rules = rules_from(drawn)
    if lacks(rules):
        with pytest.raises(ValueError, match="too few"):
            draw(rules, seed=seed, shuffle=shuffle)
        return
    paper = draw(rules, seed=seed, shuffle=shuffle)
    assert paper == draw(rules, seed=seed, shuffle=shuffle)
    assert len({one.question for one in paper}) == len(paper)
    assert [one.section for one in paper] == [rule.number for rule in rules for _ in range(rule.size)]
    for rule in rules:
        here = [one.question for one in paper if one.section == rule.number]
        assert set(here) <= set(rule.pool or rule.chosen)
        if rule.chosen and not shuffle:
            assert here == list(rule.chosen)


@given(st.lists(st.tuples(st.integers(1, 2), st.sets(st.integers(1, 5), max_size=4), st.just(False)), max_size=3))
def test_drawing_fails_only_where_no_paper_exists(drawn: list[tuple[int, set[int], bool]]) -> None:
    rules = rules_from(drawn)
    assert (lacks(rules) == []) == can_be_met(rules)


def test_section_that_can_choose_gives_way_to_one_that_cannot() -> None:
    rules = [Rule(1, count=2, pool=(1, 2, 3)), Rule(2, count=1, pool=(1,))]
    for seed in range(20):
        paper = draw(rules, seed=seed, shuffle=True)
        assert [one.question for one in paper if one.section == 2] == [1]


def test_lack_says_which_section_and_how_many() -> None:
    (lack,) = lacks([Rule(1, chosen=(1, 2)), Rule(2, count=3, pool=(1, 2, 3))])
    assert (lack.section, lack.wanted, lack.found) == (2, 3, 1)


def test_section_whose_questions_are_all_retired_is_a_lack() -> None:
    assert [lack.section for lack in lacks([Rule(1), Rule(2, chosen=(5,))])] == [1]


def test_every_question_of_a_pool_is_drawn_some_time() -> None:
    rules = [Rule(1, count=1, pool=(1, 2, 3, 4))]
    assert {draw(rules, seed=seed, shuffle=True)[0].question for seed in range(60)} == {1, 2, 3, 4}
