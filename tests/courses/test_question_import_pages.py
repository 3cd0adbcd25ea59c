"""The pages of a file of questions, and of an export: what they show, whom they are there for, every button."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from courses.enums import BankKind
from courses.enums.question_imports import QuestionImportState
from courses.models import Question, QuestionBank, QuestionImport
from courses.questions.formats.detect import read_questions
from courses.questions.formats.judging import judge
from courses.services.question_imports import begin_import
from people.enums import Role
from people.models import User
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.question_imports import judged_import, question_row, table
from tests.factories.questions import make_bank, make_question

HOSTILE = '=HYPERLINK("http://x","a")'
ROWS = (question_row(), question_row("另一题"), question_row(), question_row(HOSTILE, answer="D"))


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def bank(tree: Tree) -> QuestionBank:
    return make_bank(organisation=tree.county, name="题库")


@pytest.fixture
def trainer(tree: Tree) -> User:
    return make_person(role=Role.TRAINER, organisation=tree.county)


@pytest.fixture
def desk(trainer: User, client: Client) -> Client:
    client.force_login(trainer)
    return client


def at(of: QuestionImport, name: str, *more: int) -> str:
    return reverse(f"question_imports:{name}", args=[of.pk, *more])


def upload(client: Client, bank: QuestionBank, content: bytes, name: str = "题库.csv") -> Any:
    facts = {"file": SimpleUploadedFile(name, content), "bank": bank.pk, "format": ""}
    return client.post(reverse("question_imports:add"), facts)


def cells_of(content: bytes) -> list[Any]:
    return [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]


def test_whole_way_from_upload_to_undo(desk: Client, bank: QuestionBank) -> None:
    answer = upload(desk, bank, table(ROWS))
    of = QuestionImport.objects.get()
    assert answer["Location"] == at(of, "detail")
    page = desk.get(at(of, "detail")).content.decode()
    assert page.count('<tr id="question-') == 4
    assert not Question.objects.exists()
    desk.post(at(of, "import"), {"all_or_nothing": "on"})
    assert not Question.objects.exists()
    form = desk.get(at(of, "row", 4)).context["form"]
    cells = {name: field.initial or "" for name, field in form.fields.items()}
    answer = desk.post(at(of, "row", 4), {**cells, "answer": "B"})
    assert answer["Location"] == at(of, "detail") + "#question-4"
    desk.post(at(of, "import"), {"all_or_nothing": "on"})
    of.refresh_from_db()
    assert (of.state, Question.objects.count()) == (QuestionImportState.WRITTEN, 3)
    assert desk.get(at(of, "undo")).status_code == 200
    desk.post(at(of, "undo"))
    assert not Question.objects.filter(retired_at=None).exists()
    assert desk.get(at(of, "detail")).status_code == 200


def test_rows_are_filtered_by_verdict_and_paged(desk: Client, bank: QuestionBank, trainer: User) -> None:
    many = [question_row(f"第{number}题") for number in range(60)]
    of = judged_import(bank=bank, by=trainer, content=table([*ROWS, *many]))
    assert len(desk.get(at(of, "detail")).context["lines"]) == 50
    assert len(desk.get(at(of, "detail"), {"p": 2}).context["lines"]) == 14
    assert [line.number for _, line in desk.get(at(of, "detail"), {"show": "error"}).context["lines"]] == [4]
    assert desk.get(at(of, "detail"), {"show": "nonsense", "p": "x"}).status_code == 200


def test_unusable_file_is_refused_beside_the_field_or_on_its_page(desk: Client, bank: QuestionBank) -> None:
    for name, content in (("a.xls", b"x"), ("a.docx", b"\x89PNG"), ("a.csv", b"")):
        assert upload(desk, bank, content, name).context["form"].errors["file"]
    assert not QuestionImport.objects.exists()
    upload(desk, bank, b"<quiz>", "a.xml")
    of = QuestionImport.objects.get()
    answer = desk.get(at(of, "detail"))
    assert answer.context["fault"] in answer.content.decode()


def test_bank_of_the_form_is_one_of_ones_own(desk: Client, tree: Tree, bank: QuestionBank) -> None:
    other = make_bank(organisation=tree.other_county)
    assert upload(desk, other, table(ROWS)).context["form"].errors["bank"]
    form = desk.get(reverse("question_imports:add"), {"bank": bank.pk}).context["form"]
    assert list(form.fields["bank"].queryset) == [bank]


def test_strangers_import_is_not_there(tree: Tree, bank: QuestionBank, client: Client) -> None:
    of = judged_import(bank=bank, by=None, content=table(ROWS))
    client.force_login(make_person(role=Role.TRAINER, organisation=tree.other_county))
    for name, more in (("detail", ()), ("refused", ()), ("undo", ()), ("row", (1,))):
        assert client.get(at(of, name, *more)).status_code == 404
    for name in ("export", "file"):
        assert client.get(reverse(f"question_imports:{name}", args=[bank.pk])).status_code == 404


def test_refused_questions_come_back_with_reasons_and_no_formula(
    desk: Client, bank: QuestionBank, trainer: User
) -> None:
    of = judged_import(bank=bank, by=trainer, content=table(ROWS))
    answer = desk.get(at(of, "refused"))
    assert answer["X-Content-Type-Options"] == "nosniff"
    cells = cells_of(answer.content)
    assert all(cell.data_type != "f" for cell in cells)
    assert HOSTILE in [cell.value for cell in cells]
    reading = read_questions("refused.xlsx", answer.content)
    judge(reading)
    assert [one.verdict for one in reading.questions] == ["error"]


def test_cancel_asks_first_and_late_buttons_say_so(desk: Client, bank: QuestionBank, trainer: User) -> None:
    of = judged_import(bank=bank, by=trainer, content=table(ROWS))
    assert desk.get(at(of, "cancel")).status_code == 200
    desk.post(at(of, "cancel"), follow=True)
    assert not of.rows.exists()
    answer = desk.post(at(of, "import"), follow=True)
    assert len(list(answer.context["messages"])) == 1
    assert desk.get(at(of, "row", 1)).status_code == 404


def test_work_in_progress_comes_again_and_can_go_on(desk: Client, bank: QuestionBank, trainer: User) -> None:
    of = judged_import(bank=bank, by=trainer, content=table(ROWS))
    begin_import(of=of, by=trainer, at=timezone.now())
    assert desk.get(at(of, "detail"))["Refresh"] == "2"
    QuestionImport.objects.update(worked_at=timezone.now() - timezone.timedelta(minutes=2))
    assert at(of, "resume") in desk.get(at(of, "detail")).content.decode()
    desk.post(at(of, "resume"))
    of.refresh_from_db()
    assert of.state == QuestionImportState.WRITTEN


@pytest.mark.parametrize("kind", ["xlsx", "gift", "moodle"])
def test_bank_is_exported_and_read_again(desk: Client, bank: QuestionBank, kind: str) -> None:
    for one in BankKind:
        make_question(bank=bank, kind=one)
    page = desk.get(reverse("question_imports:export", args=[bank.pk]))
    told = next(one for one in page.context["formats"] if one["value"] == kind)
    answer = desk.get(reverse("question_imports:file", args=[bank.pk]), {"format": kind})
    assert answer["Content-Disposition"].startswith("attachment")
    reading = read_questions(answer["Content-Disposition"].rpartition("=")[2].strip('"'), answer.content)
    judge(reading)
    assert [found.code for one in reading.questions for found in one.faults] == []
    assert len(reading.questions) == told["written"]
    assert told["written"] == {"xlsx": 9, "gift": 6, "moodle": 7}[kind]
    assert bool(told["losses"]) == (kind != "xlsx")


def test_export_takes_the_selection_only(desk: Client, bank: QuestionBank) -> None:
    make_question(bank=bank, kind=BankKind.SINGLE)
    make_question(bank=bank, kind=BankKind.TRUE_FALSE, tags=("法律",))
    answer = desk.get(reverse("question_imports:export", args=[bank.pk]), {"tag": "法律"})
    assert answer.context["total"] == 1
    file = desk.get(reverse("question_imports:file", args=[bank.pk]), {"format": "gift", "kind": "truefalse"})
    assert file.content.decode().count("{") == 1


def test_template_holds_headings_that_are_found(desk: Client) -> None:
    headings = [cell.value for cell in cells_of(desk.get(reverse("question_imports:template")).content)]
    assert {"题型", "题干", "选项A", "答案", "分值"} <= set(headings)


LIST_QUERIES = 12
PREVIEW_QUERIES = 15


def test_lists_ask_as_often_for_three_rows_as_for_one(
    desk: Client, bank: QuestionBank, trainer: User, django_assert_num_queries: Any
) -> None:
    for rows in (ROWS[:1], ROWS[:3]):
        of = judged_import(bank=bank, by=trainer, content=table(rows))
        desk.get(reverse("question_imports:index"))
        with django_assert_num_queries(LIST_QUERIES):
            assert desk.get(reverse("question_imports:index")).status_code == 200
        with django_assert_num_queries(PREVIEW_QUERIES):
            assert len(desk.get(at(of, "detail")).context["lines"]) == len(rows)
