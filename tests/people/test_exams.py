"""Which examinations are passed, what is missing, and when a pass lapses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.exams import ExamStanding, Pass, Passing, exam_standing

JUNIOR = Passing(frozenset({"comprehensive", "practice"}), within_years=1)
INTERMEDIATE = Passing(frozenset({"comprehensive", "practice", "law"}), within_years=2)
SENIOR = Passing(frozenset({"practice"}), within_years=1, proof_years=3, needs_review=True)
SUBJECTS = ["comprehensive", "practice", "law"]

passings = st.builds(
    Passing,
    st.frozensets(st.sampled_from(SUBJECTS), min_size=1),
    st.integers(1, 4),
    st.none() | st.integers(1, 5),
)
passes = st.lists(st.builds(Pass, st.integers(2010, 2020), st.sampled_from([*SUBJECTS, "other"])), max_size=12)


def test_junior_passes_all_subjects_in_one_year() -> None:
    both = [Pass(2024, "comprehensive"), Pass(2024, "practice")]
    assert exam_standing(JUNIOR, both, year=2026).passed_in == 2024


def test_junior_with_subjects_in_two_years_has_not_passed() -> None:
    standing = exam_standing(JUNIOR, [Pass(2025, "comprehensive"), Pass(2026, "practice")], year=2026)
    assert standing == ExamStanding(
        None, (("practice", 2026),), (Pass(2025, "comprehensive"),), frozenset({"comprehensive"})
    )
    assert standing.complete_by == 2026


def test_intermediate_passes_within_two_consecutive_years() -> None:
    three = [Pass(2024, "law"), Pass(2025, "practice"), Pass(2025, "comprehensive")]
    assert exam_standing(INTERMEDIATE, three, year=2026).passed_in == 2025


def test_intermediate_with_two_of_three_must_pass_the_third_next_year() -> None:
    standing = exam_standing(INTERMEDIATE, [Pass(2025, "law"), Pass(2026, "practice")], year=2026)
    assert standing.missing == {"comprehensive"}
    assert dict(standing.held) == {"law": 2026, "practice": 2027}
    assert standing.complete_by == 2026


def test_intermediate_window_slides_on() -> None:
    """Law of 2023 is too old for 2025, but law passed again in 2025 is not."""
    old = [Pass(2023, "law"), Pass(2024, "practice"), Pass(2025, "comprehensive")]
    assert exam_standing(INTERMEDIATE, old, year=2025).passed_in is None
    assert exam_standing(INTERMEDIATE, [*old, Pass(2025, "law")], year=2025).passed_in == 2025


def test_years_with_a_gap_are_not_consecutive() -> None:
    three = [Pass(2023, "law"), Pass(2023, "practice"), Pass(2025, "comprehensive")]
    standing = exam_standing(INTERMEDIATE, three, year=2025)
    assert standing.passed_in is None
    assert standing.missing == {"law", "practice"}


def test_senior_proof_is_valid_for_three_years() -> None:
    assert exam_standing(SENIOR, [Pass(2024, "practice")], year=2026).proof_until == 2027


def test_nothing_passed_misses_everything() -> None:
    standing = exam_standing(INTERMEDIATE, [], year=2026)
    assert standing.missing == INTERMEDIATE.subjects
    assert standing.complete_by is None


@given(passings, passes, st.integers(2010, 2022), st.randoms())
def test_order_of_results_does_not_matter(passing: Passing, given_: list[Pass], year: int, random: object) -> None:
    shuffled = given_[:]
    random.shuffle(shuffled)
    assert exam_standing(passing, given_, year=year) == exam_standing(passing, shuffled, year=year)
    assert exam_standing(passing, given_ * 2, year=year) == exam_standing(passing, given_, year=year)


@given(passings, passes, passes, st.integers(2010, 2022))
def test_more_passes_never_lose_a_pass(passing: Passing, first: list[Pass], more: list[Pass], year: int) -> None:
    before = exam_standing(passing, first, year=year)
    after = exam_standing(passing, [*first, *more], year=year)
    if before.passed_in is not None:
        assert after.passed_in is not None
        assert after.passed_in <= before.passed_in
    else:
        assert after.missing <= before.missing


@given(passings, passes, st.integers(2010, 2022))
def test_passed_means_every_subject_within_the_window(passing: Passing, given_: list[Pass], year: int) -> None:
    """Against the plain definition: some window of consecutive years up to now has them all."""
    windows = [range(last - passing.within_years + 1, last + 1) for last in range(2000, year + 1)]
    full = [
        window[-1] for window in windows if passing.subjects <= {one.subject for one in given_ if one.year in window}
    ]
    standing = exam_standing(passing, given_, year=year)
    assert standing.passed_in == min(full, default=None)
    if standing.passed_in is None:
        assert standing.missing | dict(standing.held).keys() == passing.subjects
        assert standing.missing.isdisjoint(dict(standing.held))
        assert all(last >= year for _, last in standing.held)


@given(passes, st.integers(2010, 2021))
def test_missing_subjects_passed_in_time_complete_it(given_: list[Pass], year: int) -> None:
    """What the page promises: pass what is missing in the year it names, and the examination is passed."""
    standing = exam_standing(INTERMEDIATE, given_, year=year)
    if standing.passed_in is None:
        last = standing.complete_by or year
        rest = [Pass(last, subject) for subject in standing.missing]
        assert exam_standing(INTERMEDIATE, [*given_, *rest], year=last).passed_in == last


@pytest.mark.parametrize("year", [2023, 2024])
def test_pass_of_a_later_year_is_left_out(year: int) -> None:
    assert exam_standing(SENIOR, [Pass(2025, "practice")], year=year).missing == {"practice"}
