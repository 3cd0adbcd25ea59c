"""What a learner can see of a question never depends on its key, and shuffles are permutations. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enums import BankKind, MultipleScoring
from courses.questions.accepting import percent_of
from courses.questions.assigning import best_sum
from courses.questions.checking import faults
from courses.questions.draft import QuestionDraft
from courses.questions.marking import is_answered, mark
from courses.questions.neutral import neutral
from courses.questions.points import points_of_criteria, points_of_parts, shared_out
from courses.questions.shapes import is_shaped
from courses.questions.showing import for_learner, for_review
from tests.factories.questions import make_draft, options

texts = st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8), min_size=2)
distinct = st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), min_size=2, max_size=6, unique=True)
junk = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "id", "text", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "text", "options", "correct", "blanks", "pairs", "parts", "kind", "key"]), inner
        )
    ),
    max_leaves=8,
)


def ordering(items: list[str]) -> QuestionDraft:
    """As a form brings it: in the right order."""
    rows = options(*items)
    return make_draft(BankKind.ORDERING, content={"items": rows}, key={"order": [one["id"] for one in rows]})


def matching(left: list[str], right: list[str]) -> QuestionDraft:
    content = {"left": options(*left), "right": options(*right)}
    pairs = {one["id"]: other["id"] for one, other in zip(content["left"], content["right"], strict=False)}
    return make_draft(BankKind.MATCHING, content=content, key={"pairs": pairs})


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one)
    else:
        yield value


@given(distinct, st.randoms(use_true_random=False))
def test_stored_ordering_is_the_same_whatever_its_right_order(items: list[str], random: Any) -> None:
    other = random.sample(items, len(items))
    one, two = neutral(ordering(items)), neutral(ordering(other))
    assert one.content == two.content
    named = {row["id"]: row["text"] for row in one.content["items"]}
    assert [named[item] for item in one.key["order"]] == items
    assert neutral(one) == one


@given(distinct, st.randoms(use_true_random=False))
def test_stored_matching_is_the_same_whatever_belongs_together(right: list[str], random: Any) -> None:
    left = [f"左{place}" for place in range(len(right) - 1)]
    one, two = (neutral(matching(left, order)) for order in (right, random.sample(right, len(right))))
    assert one.content == two.content
    named = {row["id"]: row["text"] for row in one.content["right"]}
    assert [named[one.key["pairs"][row["id"]]] for row in one.content["left"]] == right[: len(left)]
    assert neutral(one) == one


def test_every_order_of_items_is_as_often_the_right_one() -> None:
    """Of all questions about the same three items none is told by where, or as what, an item stands."""
    seen = Counter(tuple(neutral(ordering(list(items))).key["order"]) for items in permutations("甲乙丙"))
    assert set(seen.values()) == {1}
    assert len(seen) == 6


@given(st.sampled_from(list(BankKind)), st.text(max_size=6))
def test_nothing_of_a_key_is_among_what_is_shown(kind: BankKind, seed: str) -> None:
    draft = neutral(make_draft(kind, explanation="秘密解析"))
    shown = for_learner(kind, draft.stem, draft.content, centipoints=draft.centipoints, seed=seed)
    reviewed = for_review(
        kind, draft.stem, draft.content, draft.key, draft.explanation, centipoints=draft.centipoints, seed=seed
    )
    hidden = {
        "correct",
        "scoring",
        "weights",
        "pairs",
        "order",
        "accepted",
        "reference",
        "rubric",
        "explanation",
        "key",
    }
    assert not hidden & {leaf for leaf in leaves(shown) if isinstance(leaf, str)}
    assert "秘密解析" not in set(leaves(shown))
    assert "秘密解析" in set(leaves(reviewed))


@given(texts, st.integers(0, 10**9))
def test_shuffle_is_a_permutation_and_stays(given_texts: list[str], seed: int) -> None:
    content = {"options": options(*given_texts), "shuffle": True}
    facts: dict[str, Any] = {"centipoints": 100, "seed": str(seed)}
    shown = for_learner(BankKind.SINGLE, "选", content, **facts)["options"]
    assert sorted(one["id"] for one in shown) == sorted(one["id"] for one in content["options"])
    turned = {**content, "options": content["options"][::-1]}
    assert for_learner(BankKind.SINGLE, "选", turned, **facts)["options"] == shown


def test_every_place_is_as_likely_for_every_option() -> None:
    content = {"options": options("甲", "乙", "丙", "丁"), "shuffle": True}
    firsts = Counter(
        for_learner(BankKind.SINGLE, "选", content, centipoints=1, seed=str(seed))["options"][0]["id"]
        for seed in range(2000)
    )
    assert all(400 < firsts[name] < 600 for name in "abcd")


@given(st.sampled_from(list(BankKind)), junk, junk)
def test_checking_survives_whatever_content_and_key_hold(kind: BankKind, content: Any, key: Any) -> None:
    draft = make_draft(kind, content=content, key=key)
    found = faults(draft)
    if not is_shaped(kind, content, key):
        assert any(fault.code == "unreadable" for fault in found)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9), st.integers(1, 10_000))
def test_shares_add_up_to_the_whole(weights: list[int], total: int) -> None:
    shares = shared_out(weights, total)
    assert sum(shares) == total
    assert min(shares) >= 0


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 100), min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
def test_best_sum_is_the_best_of_all(table: list[list[int]]) -> None:
    worth = [[Decimal(cell) for cell in row] for row in table]
    size = range(len(table))
    assert best_sum(worth) == max(sum(worth[row][place] for row, place in enumerate(way)) for way in permutations(size))


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=4), st.integers(1, 10_000))
def test_accepted_texts_in_any_order_earn_everything(wanted: list[str], most: int) -> None:
    content = {"blanks": len(wanted), "any_order": True}
    key = {"blanks": [[{"text": text}] for text in wanted], "match_case": False}
    draft = make_draft(BankKind.FILL, stem="____" + "，____" * (len(wanted) - 1), content=content, key=key)
    if not any(fault.is_blocking for fault in faults(draft)):
        assert mark(BankKind.FILL, content, key, wanted[::-1], most).earned == most


@pytest.mark.parametrize("most", [1, 7, 100, 333, 1000])
@pytest.mark.parametrize("kind", [BankKind.CASE, BankKind.MATCHING, BankKind.FILL, BankKind.MULTIPLE])
def test_right_answer_earns_all_points_an_exam_gives(kind: BankKind, most: int) -> None:
    draft = make_draft(kind)
    answers = {
        BankKind.CASE: {"p1": ["c"], "p2": True},
        BankKind.MATCHING: draft.key.get("pairs"),
        BankKind.FILL: ["三", "年。"],
        BankKind.MULTIPLE: ["c", "b", "a", "a", "x"],
    }
    assert mark(kind, draft.content, draft.key, answers[kind], most).earned == most


def test_thirds_of_three_points_are_whole_points() -> None:
    key = {"correct": ["a", "b", "c"], "scoring": MultipleScoring.SHARE.value}
    draft = make_draft(BankKind.MULTIPLE, key=key)
    assert [mark(draft.kind, draft.content, key, list(given), 300).earned for given in ("a", "ab", "abc")] == [
        100,
        200,
        300,
    ]


def test_points_of_a_case_and_a_scheme_follow_the_exam() -> None:
    case = make_draft(BankKind.CASE)
    assert points_of_parts(case.content, 501) == {"p1": 250, "p2": 251}
    rubric = {"rubric": [{"id": "x", "centipoints": 100}, {"id": "y", "centipoints": 300}]}
    assert points_of_criteria(rubric, 1000) == {"x": 250, "y": 750}


@pytest.mark.parametrize("answer", [[[[]]] * 3, {"a": {"b": [1]}}, [None, True, 3.5, {}], "文" * 50_000, float("nan")])
@pytest.mark.parametrize("kind", list(BankKind))
def test_odd_answers_earn_nothing_or_wait(kind: BankKind, answer: Any) -> None:
    draft = make_draft(kind)
    earned = mark(kind, draft.content, draft.key, answer, 100).earned
    assert earned == 0 or (earned is None and isinstance(answer, str))


def test_nested_answer_of_any_depth_is_marked() -> None:
    deep: Any = "a"
    for _ in range(5000):
        deep = [deep]
    for kind in BankKind:
        draft = make_draft(kind)
        assert mark(kind, draft.content, draft.key, [deep], 100).earned == 0
    assert not is_answered([" ", None, [], {"a": ""}])


def test_stars_take_linear_time_and_full_width_ones_are_text() -> None:
    hostile = {"text": "*a" * 200 + "*b", "wildcard": True}
    assert percent_of("a" * 20_000, [hostile]) == 0
    assert percent_of("甲＊乙", [{"text": "甲＊乙", "wildcard": True}]) == 100
    assert percent_of("甲丙乙", [{"text": "甲＊乙", "wildcard": True}]) == 0
    assert percent_of("甲乙", [{"text": "甲*甲乙", "wildcard": True}]) == 0
