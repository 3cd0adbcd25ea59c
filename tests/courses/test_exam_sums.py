"""Times, points, marks and statistics of exams, as plain numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enums import BankKind
from courses.exams import answering, rubrics, scoring, timing
from courses.exams.statistics import Taken, analyse
from courses.questions.showing import for_learner
from tests.factories.exams import form_of
from tests.factories.questions import DRAFTS

BEGAN = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("minutes", "closes", "percent", "extra", "wanted"),
    [
        (60, None, 0, 0, 60),
        (60, None, 25, 0, 75),
        (60, None, 0, 20, 80),
        (60, 30, 0, 0, 30),
        (60, 30, 50, 0, 45),
        (60, 90, 0, 10, 70),
        (None, None, 0, 0, 24 * 60),
        (None, 45, 0, 0, 45),
    ],
)
def test_last_instant_follows_limit_closing_and_extra_time(
    minutes: int | None, closes: int | None, percent: int, extra: int, wanted: int
) -> None:
    closes_at = BEGAN + closes * MINUTE if closes else None
    ends_at = timing.last_instant(
        began_at=BEGAN, minutes=minutes, closes_at=closes_at, percent=percent, extra_minutes=extra
    )
    assert ends_at == BEGAN + wanted * MINUTE


def test_time_is_over_five_seconds_after_the_end_and_never_shown_below_nothing() -> None:
    ends_at = BEGAN + 60 * MINUTE
    second = dt.timedelta(seconds=1)
    assert not timing.is_over(ends_at, ends_at + 5 * second)
    assert timing.is_over(ends_at, ends_at + 5 * second + dt.timedelta(microseconds=1))
    assert timing.seconds_left(ends_at, ends_at - 90 * second) == 90
    assert timing.seconds_left(ends_at, ends_at + second) == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 1000)), max_size=6), st.booleans())
def test_standing_mark_lies_between_the_newest_marks_of_the_markers(
    marks: list[tuple[str, int]], needs_second: bool
) -> None:
    standing = scoring.standing_mark(marks, needs_second=needs_second)
    newest = dict(marks)
    if standing is None:
        assert len(newest) < (2 if needs_second else 1)
    elif needs_second:
        assert min(newest.values()) <= standing <= max(newest.values())
        assert abs(standing * len(newest) - sum(newest.values())) * 2 <= len(newest)
    else:
        assert standing == marks[-1][1]


RUBRICS = st.lists(st.integers(1, 500), min_size=1, max_size=5).flatmap(
    lambda most: st.tuples(st.just(most), st.tuples(*(st.integers(0, one) for one in most)))
)


@given(RUBRICS, st.integers(1, 2000))
def test_rubric_gives_all_for_all_and_never_more(given_by: tuple[list[int], tuple[int, ...]], points: int) -> None:
    most, given_points = given_by
    rubric = [{"id": f"r{n}", "text": "", "centipoints": one} for n, one in enumerate(most)]
    sheet = rubrics.sheet(BankKind.ESSAY, {}, {"rubric": rubric}, "text", sum(most))
    full = {row.id: row.most for row in sheet.rows}
    some = {row.id: one for row, one in zip(sheet.rows, given_points, strict=True)}
    assert sheet.earned(full, points) == points
    assert sheet.earned(dict.fromkeys(full, 0), points) == 0
    assert 0 <= sheet.earned(some, points) <= points
    for wrong in ({}, {**full, "other": 1}, {**full, "r0": most[0] + 1}, {**full, "r0": -1}):
        with pytest.raises(ValueError, match="outside"):
            sheet.earned(wrong, points)


def test_case_is_marked_by_machine_where_it_can_and_by_a_person_for_the_rest() -> None:
    parts = [
        {"id": "p1", "kind": "truefalse", "stem": "一", "centipoints": 100, "content": {}},
        {"id": "p2", "kind": "essay", "stem": "二", "centipoints": 300, "content": {"most_characters": 100}},
    ]
    key = {
        "parts": {
            "p1": {"key": {"correct": True}, "explanation": ""},
            "p2": {"key": {"rubric": [{"id": "r", "text": "要点", "centipoints": 300}]}, "explanation": ""},
        }
    }
    content, answer = {"parts": parts}, {"p1": True, "p2": "文字"}
    assert rubrics.machine("case", content, key, answer, own=400, centipoints=800) is None
    sheet = rubrics.sheet("case", content, key, answer, 400)
    assert [(row.id, row.most, row.part) for row in sheet.rows] == [("p2.r", 300, "二")]
    assert sheet.earned({"p2.r": 150}, 800) == 500
    assert rubrics.machine("case", content, key, {"p1": True}, own=400, centipoints=800) == 200


@pytest.mark.parametrize("kind", sorted(DRAFTS))
def test_posted_form_gives_the_answer_of_each_kind(kind: BankKind) -> None:
    content, _key, right = DRAFTS[kind]
    right = right or "我的看法。"
    form = form_of(kind, right)
    answer = answering.read(kind, content, lambda name: form.get(name, []))
    assert answer == right
    assert answering.is_whole(kind, content, answer)
    assert answering.read(kind, content, lambda name: []) is None
    assert not answering.is_whole(kind, content, None)


@given(st.sampled_from(sorted(DRAFTS)), st.lists(st.lists(st.text(max_size=9), max_size=3), min_size=1, max_size=4))
def test_posted_nonsense_gives_no_foreign_ids(kind: BankKind, values: list[list[str]]) -> None:
    content = DRAFTS[kind][0]
    answer = answering.read(kind, content, lambda name: values[len(name) % len(values)])
    known = {one["id"] for options in content.values() if isinstance(options, list) for one in options}
    if isinstance(answer, dict):
        assert set(answer) <= known
    if kind in {BankKind.SINGLE, BankKind.MULTIPLE, BankKind.ORDERING} and answer:
        assert set(answer) <= known


@pytest.mark.parametrize("kind", sorted(DRAFTS))
def test_what_is_shown_holds_nothing_of_the_key(kind: BankKind) -> None:
    content, _key, _right = DRAFTS[kind]
    shown = str(for_learner(kind, "题", content, centipoints=100, seed="7"))
    assert not any(word in shown for word in ("correct", "rubric", "accepted", "pairs", "'order'", "explanation"))


def paper(earned: list[int], chosen: str = "a") -> list[Taken]:
    return [
        Taken(number, one, 100, (chosen if one == 0 else "c",) if number == 1 else ())
        for number, one in enumerate(earned, 1)
    ]


def test_question_that_the_best_answer_and_the_weakest_do_not_discriminates_fully() -> None:
    papers = [paper([100, 100, 100]) for _ in range(5)] + [paper([0, 0, 0]) for _ in range(5)]
    first = analyse(papers, {1: ["a", "b", "c"]})[0]
    assert (first.papers, first.facility, first.discrimination, first.group_size) == (10, 50, 100, 3)
    assert [(one.option, one.chosen, one.upper, one.lower) for one in first.options] == [
        ("a", 5, 0, 3),
        ("b", 0, 0, 0),
        ("c", 5, 3, 0),
    ]
    assert not first.is_doubtful


def test_question_with_a_wrong_key_discriminates_below_nothing() -> None:
    papers = [paper([0, 100, 100]) for _ in range(5)] + [paper([100, 0, 0]) for _ in range(5)]
    item = analyse(papers, {})[0]
    assert item.discrimination == -100
    assert item.is_doubtful


def test_discrimination_is_not_told_of_a_few_papers() -> None:
    assert analyse([paper([100, 0]) for _ in range(9)], {})[0].discrimination is None
    assert analyse([], {}) == []


@given(st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=1, max_size=30))
def test_statistics_stay_in_range(rows: list[list[int]]) -> None:
    for item in analyse([paper(row) for row in rows], {1: ["a", "c"]}):
        assert 0 <= item.facility <= 100
        assert item.discrimination is None or -100 <= item.discrimination <= 100
        assert sum(one.chosen for one in item.options) in {0, item.papers}
