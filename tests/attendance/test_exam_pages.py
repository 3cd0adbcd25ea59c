"""The learner's pages of an exam: they work by posting, tell nothing of a key, and know one device at a time."""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from attendance.clock import database_now
from attendance.services.exams import begin_exam
from courses.enums import BankKind
from courses.enums.exams import AnswersShown
from courses.models import ExamAttempt, ExamResult
from people.models import User
from tests.factories.exams import AT, MACHINE_MARKED, MadeExam, form_of, make_exam, sit
from tests.factories.people import make_person
from tests.factories.questions import DRAFTS, right_answer

pytestmark = pytest.mark.django_db
MARKER = "密钥标记"


@pytest.fixture
def learner(db: None) -> User:
    return make_person(name="李四", username="lisi")


@pytest.fixture
def made(learner: User) -> MadeExam:
    return make_exam(learner=learner)


def signed_in(learner: User) -> Client:
    client = Client()
    client.force_login(learner)
    return client


def begin(client: Client, made: MadeExam) -> ExamAttempt:
    client.post(reverse("exam-begin", args=[made.exam.key]))
    return ExamAttempt.objects.get()


def post(client: Client, attempt: ExamAttempt, position: int, **fields: Any) -> Any:
    attempt.refresh_from_db()
    return client.post(
        reverse("exam-question", args=[attempt.pk, position]), {"epoch": fields.pop("epoch", attempt.epoch), **fields}
    )


def autosave(client: Client, attempt: ExamAttempt, position: int, **fields: Any) -> Any:
    return client.post(reverse("exam-save", args=[attempt.pk, position]), {"epoch": attempt.epoch, **fields})


def test_whole_exam_by_posting_page_after_page(learner: User) -> None:
    made = make_exam(kinds=MACHINE_MARKED, learner=learner)
    client = signed_in(learner)
    assert "8" in client.get(reverse("exam-before", args=[made.exam.key])).content.decode()
    attempt = begin(client, made)
    for position, kind in enumerate(MACHINE_MARKED, 1):
        page = client.get(reverse("exam-question", args=[attempt.pk, position]))
        assert page.status_code == 200
        form = form_of(kind, right_answer(kind))
        answer = post(client, attempt, position, go=str(position + 1) if position < 8 else "check", **form)
        assert answer.status_code == 302
    check = client.get(reverse("exam-check", args=[attempt.pk]))
    assert check.context["open"] == []
    done = client.post(reverse("exam-hand-in", args=[attempt.pk]), follow=True)
    assert done.redirect_chain == [(reverse("exam-result", args=[attempt.pk]), 302)]
    assert ExamResult.objects.values_list("earned", "possible", "is_passed").get() == (900, 900, True)
    again = client.post(reverse("exam-hand-in", args=[attempt.pk]), follow=True)
    assert again.status_code == 200
    assert ExamResult.objects.count() == 1


def test_no_response_during_an_attempt_tells_anything_of_a_key(learner: User) -> None:
    """Every text of the keys is a marker of its own, and no page, form, header or JSON holds one."""
    kinds = [*MACHINE_MARKED, BankKind.ESSAY]
    made = make_exam(kinds=kinds, learner=learner, answers_shown=AnswersShown.NEVER, drafted=marked)
    client = signed_in(learner)
    told = [client.get(reverse("my-exams")), client.get(reverse("exam-before", args=[made.exam.key]))]
    attempt = begin(client, made)
    for position, kind in enumerate(kinds, 1):
        told.append(client.get(reverse("exam-question", args=[attempt.pk, position])))
        told.append(autosave(client, attempt, position, seq="1", **form_of(kind, right_answer(kind))))
        told.append(autosave(client, attempt, position, seq="1", a="nonsense"))
        told.append(client.get(reverse("exam-question", args=[attempt.pk, position])))
    told.append(client.get(reverse("exam-check", args=[attempt.pk])))
    told.append(client.get(reverse("exam-result", args=[attempt.pk]), follow=True))
    told.append(client.get("/api/v1/me/hours/"))
    words = ("correct", "accepted", "rubric", '"order"', '"pairs"', "explanation", "weights", "percent&quot;")
    for answer in told:
        text = answer.content.decode() + str(answer.headers)
        assert MARKER not in text
        assert not [word for word in words if word in text]


def marked(kind: BankKind) -> dict[str, Any]:
    """A question whose key and explanation hold the marker wherever they hold text."""
    key = copy.deepcopy(DRAFTS[kind][1])
    if kind in {BankKind.SHORT, BankKind.ESSAY}:
        key["reference"] = MARKER
    if kind == BankKind.SHORT:
        key["accepted"].append({"text": MARKER})
    if kind == BankKind.ESSAY:
        key["rubric"][0]["text"] = MARKER
    if kind == BankKind.FILL:
        key["blanks"][0].append({"text": MARKER})
    if kind == BankKind.CASE:
        for held in key["parts"].values():
            held["explanation"] = MARKER
    return {"key": key, "explanation": MARKER}


def test_right_answers_are_shown_only_as_the_exam_says(learner: User) -> None:
    shown = {
        AnswersShown.NEVER: False,
        AnswersShown.AFTER_ATTEMPT: True,
        AnswersShown.AFTER_CLOSING: False,
    }
    client = signed_in(learner)
    for number, (when, is_shown) in enumerate(shown.items()):
        made = make_exam(learner=learner, answers_shown=when)
        attempt = sit(learner, made.exam, at=AT + dt.timedelta(days=number))
        page = client.get(reverse("exam-result", args=[attempt.pk])).content.decode()
        assert ("见教材第三章" in page) is is_shown
    type(made.exam).objects.filter(pk=made.exam.pk).update(state="closed")
    assert "见教材第三章" in client.get(reverse("exam-result", args=[attempt.pk])).content.decode()


def test_other_device_takes_over_and_the_first_is_told(learner: User, made: MadeExam) -> None:
    phone, tablet = signed_in(learner), signed_in(learner)
    attempt = begin(phone, made)
    old = attempt.epoch
    post(phone, attempt, 1, a="c")
    page = tablet.get(reverse("exam-question", args=[attempt.pk, 1]))
    assert "page" not in page.context
    tablet.post(reverse("exam-here", args=[attempt.pk]), {"position": "2"})
    assert tablet.get(reverse("exam-question", args=[attempt.pk, 2])).context["page"].answered == 1
    told = post(phone, attempt, 2, epoch=old, a="true")
    assert told.status_code == 409
    attempt.epoch = old
    assert autosave(phone, attempt, 2, seq="1", a="true").json()["code"] == "exam_taken_over"
    assert attempt.answers.count() == 1


def test_autosave_says_when_it_saved_and_how_much_time_is_left(learner: User, made: MadeExam) -> None:
    client = signed_in(learner)
    attempt = begin(client, made)
    facts = autosave(client, attempt, 1, seq="1", a="c").json()
    assert facts["seq"] == 1
    assert re.fullmatch(r"\d\d:\d\d", facts["saved"])
    assert 3590 <= facts["seconds_left"] <= 3600
    stale = autosave(client, attempt, 1, seq="1", a="a")
    assert (stale.status_code, stale.json()["seq"]) == (409, 1)


@pytest.mark.parametrize("position", ["0", "3", "99999"])
def test_position_that_the_paper_does_not_have_is_not_found(learner: User, made: MadeExam, position: str) -> None:
    client = signed_in(learner)
    attempt = begin(client, made)
    assert client.get(f"/my/exams/attempts/{attempt.pk}/{position}/").status_code == 404
    assert autosave(client, attempt, int(position), seq="1", a="c").status_code == 404


def test_attempt_of_somebody_else_and_none_look_alike(learner: User, made: MadeExam) -> None:
    attempt = begin(signed_in(learner), made)
    stranger = signed_in(make_person(name="王五"))
    for name, args in (("exam-question", [1]), ("exam-check", []), ("exam-result", [])):
        assert stranger.get(reverse(name, args=[attempt.pk, *args])).status_code == 404
    for name in ("exam-hand-in", "exam-here"):
        assert stranger.post(reverse(name, args=[attempt.pk])).status_code == 404
    assert stranger.get(reverse("exam-before", args=[made.exam.key])).status_code == 404
    assert stranger.post(reverse("exam-begin", args=[made.exam.key])).status_code == 404


def test_time_that_is_over_leads_to_the_result(learner: User, made: MadeExam) -> None:
    begin_exam(exam=made.exam, by=learner, at=database_now() - dt.timedelta(hours=2))
    attempt = ExamAttempt.objects.get()
    client = signed_in(learner)
    page = client.get(reverse("exam-question", args=[attempt.pk, 1]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("exam-result", args=[attempt.pk])
    assert page.context["attempt"].closed_reason == "time_over"


def test_forgotten_attempts_are_closed_by_the_command(
    learner: User, made: MadeExam, capsys: pytest.CaptureFixture[str]
) -> None:
    begin_exam(exam=made.exam, by=learner, at=database_now() - dt.timedelta(hours=2))
    call_command("close_exams")
    call_command("close_exams")
    assert capsys.readouterr().out.split("\n")[:2] == ["closed: 1", "closed: 0"]
    assert ExamResult.objects.count() == 1


def test_answer_that_waits_for_a_marker_says_so(learner: User) -> None:
    made = make_exam(kinds=(BankKind.ESSAY,), learner=learner)
    attempt = sit(learner, made.exam)
    page = signed_in(learner).get(reverse("exam-result", args=[attempt.pk]))
    assert (page.context["result"], page.context["waiting"]) == (None, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_exams_asks_the_same_queries(learner: User, django_assert_num_queries: Any, count: int) -> None:
    for number in range(count):
        made = make_exam(learner=learner)
        sit(learner, made.exam, at=AT + dt.timedelta(days=number))
    client = signed_in(learner)
    client.get(reverse("my-exams"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("my-exams"))


LIST_QUERIES = 6


def test_kinds_of_the_factory_are_those_of_the_bank() -> None:
    assert set(DRAFTS) == set(BankKind)
