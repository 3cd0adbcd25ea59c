"""What the preflight says: pure, sentence by sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enums.preflight import FindingCode as Code
from courses.preflight import (
    Citation,
    CourseFacts,
    LessonFacts,
    LessonStanding,
    Recording,
    blocking,
    hours_digest,
    judge_course,
    judge_lesson,
    question_faults,
    quiz_key,
    undescribed_images,
)

TODAY = dt.date(2026, 5, 20)
QUIZ = {"pass_percent": 60, "questions": [["q", ["a"]]]}
GOOD = LessonFacts(
    title="走访",
    claimed_minutes=27,
    recording=Recording(length_ms=1_270_000, sha256="f", has_captions=True),
    characters=2666,
    reading_ms=400_000,
    quiz_key=QUIZ,
    category="practice",
    modality="on_demand",
)


def codes(facts: LessonFacts) -> set[Code]:
    return {finding.code for finding in judge_lesson(facts, on=TODAY)}


@pytest.fixture(autouse=True)
def _english() -> Any:
    from django.utils.translation import override

    with override("en"):
        yield


def test_a_good_lesson_has_nothing_against_it() -> None:
    assert judge_lesson(GOOD, on=TODAY) == []


def test_overclaiming_is_refused_with_the_arithmetic() -> None:
    (finding,) = judge_lesson(replace(GOOD, claimed_minutes=45), on=TODAY)
    assert finding.sentence == (
        "Claimed 45 min; recording 21 min 10 s + reading 6 min 40 s = 27 min 50 s; at most 27 minutes."
    )
    assert (finding.code, finding.field, finding.is_blocking) == (Code.OVERCLAIMED, "claimed_minutes", True)


@pytest.mark.parametrize(("minutes", "is_over"), [(27, False), (28, True)])
def test_the_last_full_minute_may_be_claimed(minutes: int, is_over: bool) -> None:
    assert (Code.OVERCLAIMED in codes(replace(GOOD, claimed_minutes=minutes))) == is_over


@given(claimed=st.integers(0, 10_000), media=st.integers(0, 4 * 3_600_000), seconds=st.integers(0, 36_000))
def test_no_claim_above_the_measured_length_passes(claimed: int, media: int, seconds: int) -> None:
    facts = replace(GOOD, claimed_minutes=claimed, recording=Recording(media), reading_ms=seconds * 1000)
    is_over = claimed * 60 > media // 1000 + seconds
    assert (Code.OVERCLAIMED in codes(facts)) == is_over
    assert facts.creditable_seconds <= min(claimed * 60, facts.measured_seconds)


@pytest.mark.parametrize(
    ("changes", "code", "blocks"),
    [
        ({"claimed_minutes": None}, Code.NOTHING_CLAIMED, False),
        ({"claimed_minutes": None, "recording": None, "reading_ms": 0}, Code.NOTHING_TO_STUDY, True),
        ({"quiz_key": None}, Code.ONLY_PRESENCE_CHECKS, False),
        ({"quiz_key": None, "recording": None, "claimed_minutes": 5}, Code.NO_CHECK, True),
        ({"keyless_questions": (2, 3)}, Code.NO_RIGHT_ANSWER, True),
        ({"recording": Recording(1_270_000)}, Code.NO_CAPTIONS, True),
        ({"recording": Recording(1_270_000, has_transcript=True)}, Code.ONLY_TRANSCRIPT, False),
        ({"recording": Recording(1_270_000, is_video=False)}, Code.NO_CAPTIONS, True),
        ({"undescribed_images": 2}, Code.IMAGES_UNDESCRIBED, True),
        ({"has_goals": False}, Code.NO_GOALS, False),
        ({"has_practice": False}, Code.NO_PRACTICE, False),
    ],
)
def test_each_thing_is_found(changes: dict[str, Any], code: Code, blocks: bool) -> None:
    found = judge_lesson(replace(GOOD, **changes), on=TODAY)
    assert [(one.code, one.is_blocking) for one in found] == [(code, blocks)]


def test_transcript_is_enough_for_sound_alone() -> None:
    assert (
        judge_lesson(replace(GOOD, recording=Recording(1_270_000, is_video=False, has_transcript=True)), on=TODAY) == []
    )


@pytest.mark.parametrize(
    ("citation", "code"),
    [
        (Citation("甲法", dt.date(2020, 1, 1), TODAY), Code.REGULATION_REPEALED),
        (Citation("甲法", dt.date(2020, 1, 1), TODAY + dt.timedelta(1)), None),
        (Citation("甲法", TODAY), None),
        (Citation("甲法", TODAY + dt.timedelta(1)), Code.REGULATION_NOT_YET),
        (Citation("甲法"), None),
        (Citation("甲法", is_verified=False), Code.REGULATION_UNVERIFIED),
        (Citation("甲法", is_known=False), Code.REGULATION_UNKNOWN),
    ],
)
def test_regulations_are_judged_by_the_day(citation: Citation, code: Code | None) -> None:
    assert codes(replace(GOOD, citations=(citation,))) == ({code} if code else set())
    assert bool(blocking(judge_lesson(replace(GOOD, citations=(citation,)), on=TODAY))) == (
        code in {Code.REGULATION_REPEALED, Code.REGULATION_NOT_YET}
    )


def test_a_repealed_regulation_names_its_heir() -> None:
    facts = CourseFacts((LessonStanding("一", 60, True),), (Citation("婚姻法", None, TODAY, "民法典"),))
    (finding,) = judge_course(facts, on=TODAY)
    assert (
        finding.sentence
        == "“婚姻法” is no longer in force since 2026-05-20; “民法典” has taken its place. Cite that one."
    )
    assert (finding.field, finding.is_of_course) == ("citations", True)


@pytest.mark.parametrize(
    ("lessons", "code"),
    [
        ((), Code.NO_LESSONS),
        ((LessonStanding("一", 60, False),), Code.LESSONS_NOT_SUBMITTED),
        ((LessonStanding("一", 60, True, 2),), Code.LESSONS_BLOCKED),
    ],
)
def test_a_course_waits_for_its_lessons(lessons: tuple[LessonStanding, ...], code: Code) -> None:
    (finding,) = judge_course(CourseFacts(lessons), on=TODAY)
    assert (finding.code, finding.is_blocking) == (code, True)
    (again,) = judge_course(CourseFacts(lessons, is_live=True), on=TODAY)
    assert (again.code, again.is_blocking) == (code, False)


def test_the_minutes_of_a_course_are_the_sum_of_its_lessons() -> None:
    assert CourseFacts((LessonStanding("一", 90, True), LessonStanding("二", 60, True))).seconds == 150


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"characters": 2600}, True),
        ({"title": "走访（修订）", "has_goals": False, "undescribed_images": 3}, True),
        ({"characters": 3200}, False),
        ({"claimed_minutes": 26}, False),
        ({"category": "law"}, False),
        ({"modality": "live"}, False),
        ({"recording": Recording(1_270_000, sha256="other", has_captions=True)}, False),
        ({"quiz_key": {**QUIZ, "pass_percent": 80}}, False),
        ({"quiz_key": {**QUIZ, "questions": [["q", ["b"]]]}}, False),
    ],
)
def test_only_what_matters_for_hours_changes_the_digest(changes: dict[str, Any], is_same: bool) -> None:
    assert (hours_digest(replace(GOOD, **changes)) == hours_digest(GOOD)) == is_same


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "questions", "options", "is_correct", "image", "decorative", "alt_text", "id"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(st.fixed_dictionaries({"type": st.sampled_from(["quiz", "image", "text"]), "value": JSON}), max_size=4))
def test_half_written_drafts_are_read_without_breaking(body: list[dict[str, Any]]) -> None:
    quiz_key(body)
    question_faults(body)
    assert undescribed_images(body) >= 0


def test_images_count_however_deep() -> None:
    image = {"image": 1, "decorative": False, "alt_text": " "}
    body = [
        {"type": "slides", "value": [{"type": "item", "value": {"picture": image}}]},
        {"type": "image", "value": image},
    ]
    assert undescribed_images(body) == 2
    assert undescribed_images([{"type": "image", "value": {**image, "decorative": True}}]) == 0
    assert undescribed_images([{"type": "image", "value": {**image, "alt_text": "一户人家"}}]) == 0
