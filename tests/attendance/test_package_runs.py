"""What packages report is kept, shown and gone on from on any device, and credits nothing."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from attendance.enums import PackageCompletion, PackageSuccess
from attendance.errors import BadPackageState
from attendance.models import HourEntry, PackageCommit, PackageRun, StudyProgress
from attendance.own_record import record_of
from attendance.package_claims import claims_of, resumed, seconds_of
from attendance.selectors import FOUNDING_SCHEME, scheme_progress
from attendance.services import package_runs
from courses.models import LessonPackage
from people.enums import Role
from people.models import User
from tests.factories.courses import MadeCourse, make_course
from tests.factories.packages import make_package, package_2004, package_block
from tests.factories.people import make_person, make_tree

RUNS = "/api/v1/packages/runs/"
DONE_12 = {
    "cmi": {
        "suspend_data": "看过:1,2,3",
        "core": {
            "lesson_status": "passed",
            "lesson_location": "page-3",
            "exit": "suspend",
            "session_time": "10:00:00",
            "total_time": "10:00:00.00",
            "score": {"raw": "85", "max": "100"},
        },
    }
}


# --- what a state says


def test_state_of_12_is_understood() -> None:
    claims = claims_of(DONE_12, is_2004=False)
    assert (claims.completion, claims.success) == (PackageCompletion.COMPLETED, PackageSuccess.PASSED)
    assert (claims.score_raw, claims.score_max, claims.score_scaled) == (Decimal(85), Decimal(100), None)
    assert (claims.location, claims.seconds) == ("page-3", 36_000)


def test_state_of_2004_is_understood() -> None:
    cmi = {"completion_status": "incomplete", "success_status": "failed", "score": {"scaled": "-0.25"}}
    claims = claims_of({"cmi": {**cmi, "location": "7", "total_time": "P1DT1H0M5.7S"}}, is_2004=True)
    assert (claims.completion, claims.success) == (PackageCompletion.INCOMPLETE, PackageSuccess.FAILED)
    assert (claims.score_scaled, claims.location, claims.seconds) == (Decimal("-0.25"), "7", 90_005)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("0001:02:03.5", 3723), ("0001:02:03.50", 3723), ("00:00:09", 9), ("1:60:00", 0), ("PT1H", 3600), ("P", 0)),
        *(("PT", 0), ("-PT1H", 0), ("PT99999999H", 2**31 - 1), ("999999:59:59", 2**31 - 1), ("ten hours", 0), ("", 0)),
    ],
)
def test_time_is_read_as_the_standards_write_it(text: str, seconds: int) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    "raw", ["85", "85.456", "-3", "", "NaN", "1e999999", "9" * 50, "８５", True, None, [], {"x": 1}]
)
def test_score_is_a_number_or_nothing(raw: Any) -> None:
    score = claims_of({"cmi": {"core": {"score": {"raw": raw}}}}, is_2004=False).score_raw
    assert score == {"85": Decimal(85), "85.456": Decimal("85.46"), "-3": Decimal(-3)}.get(str(raw))


def deep(levels: int) -> dict[str, Any]:
    state: dict[str, Any] = {}
    for _ in range(levels):
        state = {"x": state}
    return state


@pytest.mark.parametrize(
    "state",
    [
        *({}, [], "x", None, {"cmi": []}, {"cmi": {}, "more": {}}, {"cmi": deep(20)}, {"cmi": {"a": "\0"}}),
        *({"cmi": {"a\ud800": 1}}, {"cmi": {"a": float("inf")}}, {"cmi": {"suspend_data": "x" * 65_537}}),
        {"cmi": {"a": list(range(20_001))}},
    ],
)
def test_what_is_no_state_is_refused(state: Any) -> None:
    with pytest.raises(BadPackageState):
        claims_of(state, is_2004=False)


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner))
CMI = st.fixed_dictionaries(
    {"core": TREES, "score": TREES, "suspend_data": TREES}, optional={"total_time": LEAVES, "exit": TREES}
)


@given(CMI, st.booleans())
def test_any_state_is_understood_or_refused(cmi: dict[str, Any], is_2004: bool) -> None:
    try:
        claims = claims_of({"cmi": cmi}, is_2004=is_2004)
    except BadPackageState:
        return
    assert 0 <= claims.seconds < 2**31
    assert set(resumed({"cmi": cmi}, is_2004=is_2004)) <= {"cmi"}


def test_next_opening_goes_on_where_the_last_one_was_left() -> None:
    core = resumed(DONE_12, is_2004=False)["cmi"]["core"]
    assert core["entry"] == "resume"
    assert "session_time" not in core
    assert "exit" not in core
    assert core["lesson_location"] == "page-3"
    over = {"cmi": {"completion_status": "completed", "exit": "normal", "suspend_data": "x"}}
    assert resumed(over, is_2004=True)["cmi"] == {"completion_status": "completed", "entry": "", "suspend_data": "x"}
    assert resumed({}, is_2004=True) == {}


# --- over the API


class Learner:
    """A learner's browser at the lesson's page."""

    def __init__(self, person: User, made: MadeCourse) -> None:
        self.person, self.lesson = person, str(made.edition.lesson_key)
        self.client = Client()
        self.client.force_login(person)

    def post(self, path: str, body: object) -> Any:
        return self.client.post(path, json.dumps(body), content_type="application/json")

    def open(self, part: str = "I1", nonce: str = "", status: int = 201) -> dict[str, Any]:
        answer = self.post(RUNS, {"lesson": self.lesson, "part": part, "nonce": nonce or uuid.uuid4().hex})
        assert answer.status_code == status, answer.content
        return dict(answer.json())

    def commit(self, opened: dict[str, Any], seq: int, state: object = DONE_12) -> Any:
        return self.post(f"{RUNS}{opened['run']}/commits/", {"launch": opened["launch"], "seq": seq, "state": state})


@pytest.fixture
def made(db: None) -> MadeCourse:
    tree = make_tree()
    trainer = make_person(role=Role.TRAINER, organisation=tree.county)
    return with_package(make_package(organisation=tree.county, by=trainer))


def with_package(package: LessonPackage) -> MadeCourse:
    made = make_course()
    page = made.lessons[0]
    page.body = json.dumps([*page.body.get_prep_value(), package_block(package)])
    page.save_revision().publish()
    return MadeCourse(made.page, made.lessons)


@pytest.fixture
def learner(made: MadeCourse) -> Learner:
    return Learner(make_person(name="王小芳"), made)


def test_package_that_claims_ten_hours_credits_no_second(learner: Learner, made: MadeCourse) -> None:
    opened = learner.open()
    assert learner.commit(opened, 1).status_code == 200
    run = PackageRun.objects.get()
    assert (run.claimed_seconds, run.completion, run.success, run.score_text) == (
        36_000,
        "completed",
        "passed",
        "85 / 100",
    )
    assert not HourEntry.objects.exists()
    assert not StudyProgress.objects.exists()
    progress = scheme_progress(learner.person, FOUNDING_SCHEME, timezone.localdate())
    assert (progress.counted_seconds, progress.pending_seconds) == (0, 0)


def test_state_is_gone_on_from_on_another_device(learner: Learner, made: MadeCourse) -> None:
    first = learner.open()
    assert first["state"] == {}
    assert learner.commit(first, 1).json()["score"] == "85 / 100"
    second = Learner(learner.person, made).open()
    assert second["run"] == first["run"]
    assert second["state"]["cmi"]["suspend_data"] == "看过:1,2,3"
    assert second["learner_id"] == first["learner_id"]
    assert learner.person.real_name not in json.dumps(second)


def test_report_sent_again_changes_nothing_and_another_under_its_number_is_refused(learner: Learner) -> None:
    opened = learner.open()
    first = learner.commit(opened, 1).json()
    assert learner.commit(opened, 1).json() == first
    assert learner.commit(opened, 1, {"cmi": {"suspend_data": "other"}}).json()["code"] == "other_payload"
    learner.commit(opened, 3, {"cmi": {"core": {"lesson_status": "incomplete"}}})
    assert learner.commit(opened, 2).json()["accepted_seq"] == 3
    assert learner.commit(opened, 1).json()["accepted_seq"] == 3
    run = PackageRun.objects.get()
    assert (run.completion, run.commit_count) == ("incomplete", 2)
    assert list(PackageCommit.objects.order_by("seq").values_list("seq", "completion")) == [
        (1, "completed"),
        (3, "incomplete"),
    ]


def test_opening_sent_again_is_the_same_and_a_newer_one_takes_over(learner: Learner) -> None:
    nonce = uuid.uuid4().hex
    first = learner.open(nonce=nonce)
    learner.commit(first, 5)
    assert learner.open(nonce=nonce)["launch"] == first["launch"]
    assert PackageRun.objects.get().last_seq == 5
    second = learner.open()
    assert learner.commit(first, 6).json()["code"] == "package_open_elsewhere"
    assert learner.commit(second, 1, {"cmi": {}}).status_code == 200


def test_history_is_capped_and_the_newest_state_still_kept(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_runs, "MOST_ROWS", 2)
    opened = learner.open()
    for seq in (1, 2, 3):
        assert learner.commit(opened, seq, {"cmi": {"core": {"lesson_location": str(seq)}}}).status_code == 200
    assert learner.commit(opened, 3, {"cmi": {}}).json()["code"] == "other_payload"
    assert PackageCommit.objects.count() == 2
    assert PackageRun.objects.get().location == "3"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"state": {"cmi": {"suspend_data": "x" * 66_000}}}, 422, "bad_package_state"),
        ({"state": {"cmi": {"a": "x" * 262_144}}}, 413, "too_large"),
        ({"state": "x"}, 422, "bad_package_state"),
        ({"seq": -1}, 422, "invalid"),
        ({"seq": "1"}, 422, "invalid"),
        ({"launch": "x"}, 422, "invalid"),
    ],
)
def test_bad_report_is_refused_and_nothing_kept(
    learner: Learner, change: dict[str, Any], status: int, code: str
) -> None:
    opened = learner.open()
    body = {"launch": opened["launch"], "seq": 1, "state": DONE_12, **change}
    answer = learner.post(f"{RUNS}{opened['run']}/commits/", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not PackageCommit.objects.exists()


def test_nobody_opens_or_reports_for_another(learner: Learner, made: MadeCourse) -> None:
    opened = learner.open()
    stranger = Learner(make_person(), made)
    assert stranger.commit(opened, 1).json()["code"] == "unknown_run"
    assert learner.open(part="I9", status=404)["code"] == "unknown_run"
    plain = Learner(learner.person, make_course())
    assert plain.open(status=404)["code"] == "unknown_run"
    made.lessons[0].unpublish()
    assert stranger.open(status=404)["code"] == "unknown_run"
    with override_settings(PACKAGE_ORIGIN=""):
        assert learner.open(status=404)["code"] == "unknown_run"
    assert Client().post(RUNS, {}, content_type="application/json").status_code == 403


def test_each_part_has_a_run_of_its_own(db: None) -> None:
    tree = make_tree()
    trainer = make_person(role=Role.TRAINER, organisation=tree.county)
    package = make_package(organisation=tree.county, by=trainer, file=package_2004())
    learner = Learner(make_person(), with_package(package))
    opened = [learner.open(part=f"I{number}") for number in (1, 2)]
    assert opened[0]["run"] != opened[1]["run"]
    assert [one["address"].rsplit("/", 2)[1] for one in opened] == ["0", "1"]
    assert (opened[0]["passing"], opened[0]["data"]) == ("0.8", "从这里开始")


def test_lesson_page_shows_where_one_stands(learner: Learner, made: MadeCourse) -> None:
    learner.commit(learner.open(), 1)
    answer = learner.client.get(made.lessons[0].get_url())
    assert "85 / 100" in answer.text
    assert "frame-src http://packages.localhost:8000/packages/run/;" in answer["Content-Security-Policy"] + ";"
    with override_settings(PACKAGE_ORIGIN=""):
        answer = learner.client.get(made.lessons[0].get_url())
    assert "frame-src" not in answer["Content-Security-Policy"]
    assert "data-package-stage" not in answer.text


def test_account_put_together_with_another_goes_on_from_its_state(learner: Learner, made: MadeCourse) -> None:
    learner.commit(learner.open(), 1)
    kept = make_person()
    User.objects.filter(pk=learner.person.pk).update(merged_into=kept)
    assert Learner(kept, made).open()["state"]["cmi"]["suspend_data"] == "看过:1,2,3"
    assert PackageRun.objects.of(kept).count() == 2


def test_own_record_holds_what_packages_reported(learner: Learner) -> None:
    learner.commit(learner.open(), 1)
    (row,) = record_of(learner.person)["package_runs"]
    assert (row["package__title"], row["completion"], row["claimed_seconds"]) == ("走访实务", "completed", 36_000)
