"""Marking and showing questions of a bank: whatever an answer looks like, and never a key."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enums import BankKind, MultipleScoring
from courses.questions.accepting import number, percent_of
from courses.questions.checking import faults
from courses.questions.draft import QuestionDraft
from courses.questions.marking import mark
from courses.questions.showing import for_learner, right_answer
from tests.factories.questions import DRAFTS, make_draft, options
from tests.factories.questions import right_answer as answer_of

MARKED_BY_MACHINE = [kind for kind in BankKind if kind != BankKind.ESSAY]
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["a", "b", "c", "p1", "p2", "3"])
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "b", "p1", "p2"]) | st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)
kinds = st.sampled_from(list(BankKind))


def marked(draft: QuestionDraft, answer: Any) -> Any:
    return mark(draft.kind, draft.content, draft.key, answer, draft.centipoints)


@given(kinds, anything, st.integers(1, 10_000))
def test_whatever_an_answer_looks_like_it_earns_between_nothing_and_all(kind: BankKind, answer: Any, most: int) -> None:
    draft = make_draft(kind)
    result = mark(kind, draft.content, draft.key, answer, most)
    assert result.earned is None or 0 <= result.earned <= most
    assert 0 <= result.earned_so_far <= most


@pytest.mark.parametrize("kind", MARKED_BY_MACHINE)
def test_right_answer_earns_everything(kind: BankKind) -> None:
    draft = make_draft(kind)
    assert marked(draft, answer_of(kind)).earned == draft.centipoints


@pytest.mark.parametrize("kind", list(BankKind))
@pytest.mark.parametrize("answer", [None, "", [], {}, ["", " "]])
def test_no_answer_earns_nothing_and_waits_for_nobody(kind: BankKind, answer: Any) -> None:
    assert marked(make_draft(kind), answer).earned == 0


@pytest.mark.parametrize("kind", [BankKind.SHORT, BankKind.ESSAY])
def test_free_text_that_no_machine_knows_waits_for_a_person(kind: BankKind) -> None:
    assert marked(make_draft(kind), "我认为应当先倾听。").earned is None


@pytest.mark.parametrize(
    ("scoring", "answer", "earned"),
    [
        (MultipleScoring.ALL, ["a", "b"], 0),
        (MultipleScoring.SHARE, ["a", "b"], 66),
        (MultipleScoring.SHARE, ["a", "d"], 0),
        (MultipleScoring.SHARE, ["a", "b", "c", "d"], 0),
        (MultipleScoring.WEIGHTS, ["a", "d"], 0),
        (MultipleScoring.WEIGHTS, ["a", "b"], 66),
        (MultipleScoring.WEIGHTS, ["a", "b", "c"], 100),
    ],
)
def test_several_answers_earn_by_their_scoring(scoring: MultipleScoring, answer: list[str], earned: int) -> None:
    key = {"correct": ["a", "b", "c"], "scoring": scoring.value}
    if scoring == MultipleScoring.WEIGHTS:
        key["weights"] = {"a": 33.33333, "b": 33.33333, "c": 33.33333, "d": -50}
    assert marked(make_draft(BankKind.MULTIPLE, key=key), answer).earned == earned


def test_other_option_of_a_single_choice_may_earn_a_share() -> None:
    draft = make_draft(BankKind.SINGLE, key={"correct": ["c"], "weights": {"b": 50, "a": -25}})
    assert [marked(draft, [option]).earned for option in "abc"] == [0, 50, 100]


def test_blanks_in_any_order_each_count_once() -> None:
    content = {"blanks": 2, "any_order": True}
    key = {"blanks": [[{"text": "自愿"}], [{"text": "无偿"}]], "match_case": False}
    draft = make_draft(BankKind.FILL, stem="原则是____和____。", content=content, key=key)
    assert marked(draft, ["无偿", "自愿"]).earned == 100
    assert marked(draft, ["自愿", "自愿"]).earned == 50


def test_order_with_one_slip_keeps_what_is_right() -> None:
    draft = make_draft(
        BankKind.ORDERING, content={"items": options("一", "二", "三", "四")}, key={"order": ["a", "b", "c", "d"]}
    )
    assert marked(draft, ["b", "c", "d", "a"]).earned == 66
    assert marked(draft, ["a", "a", "b", "c"]).earned == 0


def test_case_waits_while_one_of_its_questions_does() -> None:
    content, key, _ = DRAFTS[BankKind.CASE]
    essay = {"id": "p3", "kind": "essay", "stem": "谈谈。", "centipoints": 100, "content": {"most_characters": 500}}
    draft = make_draft(
        BankKind.CASE,
        content={"parts": [*content["parts"], essay]},
        key={"parts": {**key["parts"], "p3": {"key": {"rubric": [], "reference": ""}, "explanation": ""}}},
        centipoints=300,
    )
    result = marked(draft, {"p1": ["c"], "p2": True, "p3": "先听。"})
    assert (result.earned, result.earned_so_far) == (None, 200)
    assert marked(draft, {"p1": ["c"], "p2": True}).earned == 200


@pytest.mark.parametrize(
    ("typed", "accepted", "percent"),
    [
        (" ＡＢ c ", {"text": "ab C"}, 100),
        ("社 会 工 作", {"text": "社会工作"}, 100),
        ("社工", {"text": "社会工作", "percent": 50}, 0),
        ("3.14", {"number": "3.14159", "tolerance": "0.01"}, 100),
        ("３，１４", {"number": "3.14", "tolerance": "0"}, 100),
        ("1,000", {"number": "1000"}, 100),
        ("colour", {"text": "colo*r", "wildcard": True}, 100),
        ("colo*r", {"text": "colo*r"}, 100),
        ("anything", {"text": "*", "wildcard": True}, 100),
        ("", {"text": "*", "wildcard": True}, 0),
    ],
)
def test_typed_text_is_taken_as_it_is_meant(typed: str, accepted: dict[str, Any], percent: int) -> None:
    assert percent_of(typed, [accepted]) == percent


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_not(text: str) -> None:
    found = number(text)
    assert found is None or isinstance(found, Decimal)


@given(kinds, st.text(max_size=8))
def test_learner_sees_nothing_of_the_key_and_the_same_order_again(kind: BankKind, seed: str) -> None:
    draft = make_draft(kind)
    secret = "密钥只在服务器"
    marked_key = json.loads(json.dumps(draft.key))
    content = {**draft.content, "answer": secret, "key": secret}
    shown = for_learner(kind, draft.stem, content, centipoints=100, seed=seed)
    assert secret not in json.dumps(shown, ensure_ascii=False)
    assert shown == for_learner(kind, draft.stem, content, centipoints=100, seed=seed)
    assert draft.key == marked_key
    assert not {"correct", "pairs", "order", "blanks_key"} & set(shown)


@given(st.integers())
def test_shuffled_options_are_all_there(seed: int) -> None:
    draft = make_draft(BankKind.MATCHING)
    shown = for_learner(draft.kind, draft.stem, draft.content, centipoints=100, seed=str(seed))
    assert sorted(one["id"] for one in shown["right"]) == ["r1", "r2", "r3"]


def test_options_stay_where_the_question_says_so() -> None:
    content = {"options": options("甲", "乙", "以上都对"), "shuffle": False}
    for seed in range(20):
        shown = for_learner(BankKind.SINGLE, "选", content, centipoints=100, seed=str(seed))
        assert [one["id"] for one in shown["options"]] == ["a", "b", "c"]


@pytest.mark.parametrize("kind", list(BankKind))
def test_good_question_has_no_fault_and_its_answer_can_be_told(kind: BankKind) -> None:
    draft = make_draft(kind)
    assert faults(draft) == []
    assert isinstance(right_answer(kind, draft.content, draft.key), list)


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        (BankKind.SINGLE, {"stem": " "}, "stem"),
        (BankKind.SINGLE, {"content": {"options": options("甲")}, "key": {"correct": ["a"]}}, "few"),
        (BankKind.SINGLE, {"key": {"correct": []}}, "no_answer"),
        (BankKind.SINGLE, {"key": {"correct": ["d"]}}, "answer_outside"),
        (BankKind.SINGLE, {"key": {"correct": ["a", "b"]}}, "several_right"),
        (BankKind.SINGLE, {"content": {"options": options("甲", "甲 ", "丙")}}, "equal_options"),
        (BankKind.SINGLE, {"content": {"options": options("甲", "乙", " 乙 ")}}, "twins"),
        (BankKind.SINGLE, {"content": {"options": options("甲", "乙", "以上都对")}}, "fixed_place"),
        (BankKind.SINGLE, {"stem": "\x00"}, "control"),
        (BankKind.SINGLE, {"explanation": "长" * 20_001}, "long"),
        (BankKind.SINGLE, {"centipoints": 100_001}, "points_many"),
        (BankKind.SINGLE, {"tags": ("点" * 101,)}, "tag"),
        (BankKind.SINGLE, {"content": {"options": "AB"}}, "unreadable"),
        (BankKind.MULTIPLE, {"key": {"correct": ["a"], "scoring": "share"}}, "one_right"),
        (BankKind.FILL, {"stem": "只有____一个空"}, "blanks"),
        (BankKind.FILL, {"key": {"blanks": [[], [{"text": "年"}]]}}, "no_answer"),
        (BankKind.MATCHING, {"key": {"pairs": {"a": "r1"}}}, "pairs"),
        (BankKind.ORDERING, {"key": {"order": ["i1", "i2"]}}, "order"),
        (BankKind.ESSAY, {"key": {"rubric": [{"id": "r", "text": "要点", "centipoints": 50}]}}, "rubric_sum"),
        (BankKind.CASE, {"centipoints": 500}, "sum_of_parts"),
        (BankKind.CASE, {"content": {"parts": []}, "key": {"parts": {}}}, "parts"),
    ],
)
def test_fault_of_a_question_is_named(kind: BankKind, fields: dict[str, Any], code: str) -> None:
    assert code in [fault.code for fault in faults(make_draft(kind, **fields))]


def test_fault_in_a_case_names_its_question() -> None:
    draft = make_draft(BankKind.CASE)
    broken = json.loads(json.dumps(draft.key))
    broken["parts"]["p2"]["key"] = {"correct": None}
    assert [(fault.code, fault.place) for fault in faults(replace(draft, key=broken))] == [("no_answer", 2)]
