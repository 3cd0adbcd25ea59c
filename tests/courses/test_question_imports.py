"""A file of questions from the upload to the undo: services and the command line."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from courses.enums.question_imports import QuestionImportState, QuestionOutcome, QuestionVerdict
from courses.errors.question_imports import (
    FileUnusable,
    ImportElsewhere,
    ImportInUse,
    NothingToImport,
    QuestionsUndoTooLate,
    SomeRefused,
)
from courses.models import Question, QuestionBank, QuestionImport, QuestionImportFile
from courses.services.question_imports import (
    begin_import,
    cancel_import,
    correct_question,
    import_chunk,
    start_import,
    undo_import,
    writing,
)
from courses.services.question_imports.intake import purge_imports
from people.enums import Role
from people.errors import NotAllowed
from tests.factories.people import Tree, make_organisation, make_person, make_tree
from tests.factories.question_imports import judged_import, question_row, table
from tests.factories.questions import AT, make_bank

DATA = Path(__file__).parents[1] / "data" / "questions"
ROWS = (question_row(), question_row("另一题"), question_row(), question_row("坏题", answer="D"))
SUPPLIED = str(DATA / "question_bank_zh.csv")


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def bank(tree: Tree) -> QuestionBank:
    return make_bank(organisation=tree.county, name="题库")


def whole(of: QuestionImport) -> None:
    while import_chunk(of=of, at=AT):
        pass
    of.refresh_from_db()


def verdicts(of: QuestionImport) -> list[str]:
    return [row.verdict for row in of.rows.all()]


def test_good_questions_are_imported_and_doubles_left_out(bank: QuestionBank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CHUNK", 1)
    of = judged_import(bank=bank, by=None, content=table(ROWS))
    assert verdicts(of) == ["ok", "ok", "warn", "error"]
    assert not Question.objects.exists()
    begin_import(of=of, by=None, at=AT)
    whole(of)
    assert (of.state, of.total, of.done) == (QuestionImportState.WRITTEN, 2, 2)
    assert [row.outcome for row in of.rows.all()] == ["created", "created", "double", "pending"]
    newest = Question.objects.order_by("pk")[0].newest
    assert newest is not None
    assert (newest.stem, newest.centipoints, newest.key) == ("社区戒毒的期限为（　）。", 200, {"correct": ["c"]})
    assert list(Question.objects.order_by("pk")[0].tags.names()) == ["禁毒"]


def test_second_import_of_the_same_file_has_nothing_to_import(bank: QuestionBank) -> None:
    first = judged_import(bank=bank, by=None, content=table(ROWS))
    begin_import(of=first, by=None, at=AT)
    whole(first)
    second = judged_import(bank=bank, by=None, content=table(ROWS))
    assert verdicts(second) == ["warn", "warn", "warn", "error"]
    with pytest.raises(NothingToImport):
        begin_import(of=second, by=None, at=AT)
    begin_import(of=second, by=None, at=AT, with_doubles=True)
    whole(second)
    assert Question.objects.count() == 5


def test_all_or_nothing_refuses_while_a_question_is_refused(bank: QuestionBank) -> None:
    of = judged_import(bank=bank, by=None, content=table(ROWS))
    with pytest.raises(SomeRefused):
        begin_import(of=of, by=None, at=AT, all_or_nothing=True)
    row = of.rows.get(verdict=QuestionVerdict.ERROR)
    correct_question(of=of, number=row.number, cells={**row.cells, "answer": "B"}, by=None, at=AT)
    begin_import(of=of, by=None, at=AT, all_or_nothing=True)
    whole(of)
    assert Question.objects.count() == 3


def test_correcting_a_question_judges_its_doubles_again(bank: QuestionBank) -> None:
    of = judged_import(bank=bank, by=None, content=table(ROWS))
    first = of.rows.get(number=1)
    correct_question(of=of, number=1, cells={**first.cells, "stem": "改过的题"}, by=None, at=AT)
    assert verdicts(of) == ["ok", "ok", "ok", "error"]
    correct_question(of=of, number=1, cells={**first.cells, "stem": "另一题"}, by=None, at=AT)
    assert verdicts(of) == ["ok", "warn", "ok", "error"]
    assert of.rows.get(number=2).is_double


def test_import_is_undone_by_retiring_within_a_day(bank: QuestionBank) -> None:
    of = judged_import(bank=bank, by=None, content=table(ROWS))
    begin_import(of=of, by=None, at=AT)
    whole(of)
    with pytest.raises(QuestionsUndoTooLate):
        undo_import(of=of, by=None, at=AT + dt.timedelta(hours=25))
    assert undo_import(of=of, by=None, at=AT + dt.timedelta(hours=1)) == 2
    assert not Question.objects.filter(retired_at=None).exists()
    assert of.rows.filter(outcome=QuestionOutcome.UNDONE).count() == 2
    with pytest.raises(ImportElsewhere):
        undo_import(of=of, by=None, at=AT)
    again = judged_import(bank=bank, by=None, content=table(ROWS))
    assert verdicts(again)[:2] == ["ok", "ok"]


def test_import_that_an_exam_has_chosen_from_stays(bank: QuestionBank, monkeypatch: pytest.MonkeyPatch) -> None:
    of = judged_import(bank=bank, by=None, content=table(ROWS))
    begin_import(of=of, by=None, at=AT)
    whole(of)
    monkeypatch.setattr("courses.services.question_imports.undoing.uses_of_any", lambda questions: True)
    with pytest.raises(ImportInUse):
        undo_import(of=of, by=None, at=AT)
    assert Question.objects.filter(retired_at=None).count() == 2


def test_stranger_and_trainer_of_elsewhere_may_not(tree: Tree, bank: QuestionBank) -> None:
    trainer = make_person(role=Role.TRAINER, organisation=tree.other_county)
    with pytest.raises(NotAllowed):
        start_import(bank=bank, name="a.csv", content=table(ROWS), by=trainer, at=AT)
    of = judged_import(bank=bank, by=None, content=table(ROWS))
    for step in (begin_import, cancel_import):
        with pytest.raises(NotAllowed):
            step(of=of, by=trainer, at=AT)
    assert not QuestionImport.objects.visible_to(trainer).exists()
    own = make_person(role=Role.TRAINER, organisation=tree.city)
    assert QuestionImport.objects.visible_to(own).get() == of


def test_same_file_opens_the_same_import_and_a_bad_one_is_refused(bank: QuestionBank) -> None:
    first = start_import(bank=bank, name="a.csv", content=table(ROWS), by=None, at=AT)
    assert start_import(bank=bank, name="b.csv", content=table(ROWS), by=None, at=AT) == first
    with pytest.raises(FileUnusable):
        start_import(bank=bank, name="a.xls", content=b"x", by=None, at=AT)
    broken = judged_import(bank=bank, by=None, content=b"<quiz>", name="a.xml")
    assert broken.state == QuestionImportState.REFUSED
    assert broken.fault["code"] == "qfile_xml"


def test_cancelled_and_expired_imports_leave_no_rows(bank: QuestionBank) -> None:
    cancelled = judged_import(bank=bank, by=None, content=table(ROWS))
    cancel_import(of=cancelled, by=None, at=AT)
    assert not cancelled.rows.exists()
    expired = judged_import(bank=bank, by=None, content=table(ROWS))
    assert purge_imports(at=AT + dt.timedelta(days=31)) == 2
    expired.refresh_from_db()
    assert expired.state == QuestionImportState.CANCELLED
    assert not expired.rows.exists()
    assert not QuestionImportFile.objects.exists()


def run(*arguments: str) -> tuple[int, str, str]:
    out, errors = StringIO(), StringIO()
    try:
        call_command("import_questions", *arguments, stdout=out, stderr=errors, no_color=True)
    except CommandError as error:
        return error.returncode, out.getvalue(), errors.getvalue() + str(error)
    return 0, out.getvalue(), errors.getvalue()


def test_command_imports_once_and_changes_nothing_the_second_time(bank: QuestionBank) -> None:
    code, out, errors = run(SUPPLIED, "--bank", "题库")
    assert code == 1
    assert Question.objects.count() == 26
    assert len([line for line in errors.splitlines() if line]) == 8
    assert "26" in out
    code, out, _ = run(SUPPLIED, "--bank", "题库")
    assert code == 1
    assert Question.objects.count() == 26


def test_command_ends_with_zero_for_a_good_file_and_makes_the_bank(tree: Tree) -> None:
    code, _, errors = run(str(DATA / "question_bank_zh_word_text.txt"), "--bank", "新题库", "--format", "word")
    assert (code, errors) == (0, "")
    assert QuestionBank.objects.get(name="新题库").questions.count() == 23


def test_dry_run_writes_nothing(tree: Tree) -> None:
    code, _, errors = run(SUPPLIED, "--bank", "新题库", "--dry-run")
    assert code == 1
    assert len([line for line in errors.splitlines() if line]) == 8
    assert not QuestionBank.objects.exists()
    assert not QuestionImport.objects.exists()


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF-1.4"), ("a.csv", b""), ("a.xml", b"<quiz>")])
def test_unusable_file_ends_with_two(bank: QuestionBank, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    for more in ([], ["--dry-run"]):
        code, _, errors = run(str(tmp_path / name), "--bank", "题库", *more)
        assert code == 2
        assert name in errors
    assert run(str(tmp_path / "absent.csv"), "--bank", "题库")[0] == 2


def test_bank_of_several_organisations_has_to_be_told_apart(bank: QuestionBank) -> None:
    make_bank(organisation=make_organisation(name="别处"), name="题库")
    assert run(SUPPLIED, "--bank", "题库")[0] == 2
