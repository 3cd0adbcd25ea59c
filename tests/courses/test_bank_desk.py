"""The trainers' desk for question banks: lists, pages, forms of every kind, versions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.enums import BankKind
from courses.enums.exams import SectionKind
from courses.forms.questions.editor import QuestionEditor
from courses.models import Exam, ExamSection, ExamSectionQuestion, Question, QuestionBank, QuestionVersion
from courses.questions.checking import faults
from courses.questions.neutral import neutral
from courses.selectors.banks import draft_of
from courses.services.questions import retire_question, revise_question
from people.enums import Role
from people.models import User
from tests.factories.courses import make_course
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.questions import AT, make_bank, make_draft, make_question

pytestmark = pytest.mark.django_db
QUERIES = {"question_banks": 14, "bank_questions": 19}
SIMPLE = [kind for kind in BankKind if kind != BankKind.CASE]


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def bank(tree: Tree) -> QuestionBank:
    return make_bank(organisation=tree.township, name="社区题库")


@pytest.fixture
def trainer(tree: Tree, client: Client) -> User:
    person = make_person(organisation=tree.county, role=Role.TRAINER)
    client.force_login(person)
    return person


def address(name: str, *args: Any) -> str:
    return reverse(f"bank_questions:{name}", args=args)


def posted(editor: QuestionEditor, **more: Any) -> dict[str, Any]:
    """What a browser sends when nothing is touched."""
    forms = [*editor.parts[:1], *([editor.settings] if editor.settings else [])]
    rows = editor.rows
    if rows is not None:
        forms += [rows.management_form, *rows.forms]
    data = {
        form.add_prefix(name): value
        for form in forms
        for name in form.fields
        if (value := form[name].value()) not in (None, False)
    }
    return {**data, **more}


def of(question: Question) -> QuestionEditor:
    version = QuestionVersion.objects.get(pk=question.newest_id)
    tags = ", ".join(question.tags.names())
    return QuestionEditor(BankKind(version.kind), draft=draft_of(version), tags=tags)


@pytest.mark.parametrize("asked", [(name, rows) for name in QUERIES for rows in (1, 3)])
@pytest.mark.usefixtures("trainer")
def test_lists_cost_the_same_queries(
    client: Client, bank: QuestionBank, django_assert_num_queries: DjangoAssertNumQueries, asked: tuple[str, int]
) -> None:
    name, rows = asked
    for number in range(rows):
        make_question(bank=bank)
        if number:
            make_bank(organisation=bank.organisation)
    client.get(reverse(f"{name}:index"))
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(reverse(f"{name}:index")).status_code == 200


def test_trainer_creates_and_renames_a_bank(client: Client, tree: Tree, trainer: User, bank: QuestionBank) -> None:
    add = reverse("question_banks:add")
    client.post(add, {"name": "老年题库", "organisation": tree.township.pk})
    made = QuestionBank.objects.get(name="老年题库")
    assert made.created_by == trainer
    page = client.post(add, {"name": "老年题库", "organisation": tree.township.pk})
    assert "老年题库" in page.content.decode()
    assert QuestionBank.objects.count() == 2
    client.post(reverse("question_banks:rename", args=[made.pk]), {"name": "老年社会工作"})
    made.refresh_from_db()
    assert made.name == "老年社会工作"
    assert client.post(reverse("question_banks:rename", args=[made.pk]), {"name": bank.name}).status_code == 200
    made.refresh_from_db()
    assert made.name == "老年社会工作"


@pytest.mark.parametrize("kind", SIMPLE)
def test_form_of_each_kind_writes_what_was_there(
    client: Client, trainer: User, bank: QuestionBank, kind: BankKind
) -> None:
    """A draft goes into the form and comes out of it as it was; nothing changed makes no version."""
    draft = make_draft(kind, tags=("社区 治理", "伦理"))
    assert client.get(address("new", bank.pk, kind.value)).status_code == 200
    editor = QuestionEditor(kind, draft=draft, tags='"社区 治理", 伦理')
    page = client.post(address("new", bank.pk, kind.value), posted(editor))
    assert page.status_code == 302, [form.errors for form in editor.parts]
    question = Question.objects.get()
    version = QuestionVersion.objects.get()
    expected = neutral(draft)
    assert (version.stem, version.explanation) == (expected.stem, expected.explanation)
    if kind != BankKind.MATCHING:  # its left side is numbered anew
        assert version.content == expected.content
    assert sorted(question.tags.names()) == ["伦理", "社区 治理"]
    assert client.get(page["Location"]).status_code == 200
    edit = address("edit", question.pk)
    client.post(edit, posted(of(question), seen=1))
    assert QuestionVersion.objects.count() == 1
    client.post(edit, posted(of(question), seen=1, **{"head-explanation": "改了解析。"}))
    changed = QuestionVersion.objects.get(number=2)
    assert (changed.explanation, changed.content, changed.key) == ("改了解析。", version.content, version.key)
    assert client.get(page["Location"]).status_code == 200


def test_fault_stands_beside_its_field_and_nothing_is_saved(client: Client, trainer: User, bank: QuestionBank) -> None:
    data = posted(QuestionEditor(BankKind.SINGLE, draft=make_draft()))
    data = {name: value for name, value in data.items() if not name.endswith("is_right")}
    page = client.post(address("new", bank.pk, "single"), data)
    assert page.status_code == 200
    assert page.context["editor"].rows.non_form_errors()
    assert not Question.objects.exists()


def test_more_rows_and_preview_save_nothing(client: Client, trainer: User, bank: QuestionBank) -> None:
    data = posted(QuestionEditor(BankKind.ORDERING, draft=make_draft(BankKind.ORDERING)))
    new = address("new", bank.pk, "ordering")
    more = client.post(new, {**data, "more": "1", "head-stem": ""})
    assert len(more.context["editor"].rows.forms) == 8
    assert more.context["editor"].rows.forms[0]["text"].value() == "接案"
    shown = client.post(new, {**data, "preview": "1"}).context["preview"]
    assert {item["text"] for item in shown["items"]} == {"接案", "评估", "计划"}
    assert not Question.objects.exists()


def test_second_of_two_editors_is_told_and_can_save_again(client: Client, trainer: User, bank: QuestionBank) -> None:
    question = make_question(bank=bank)
    data = posted(of(question), seen=1, **{"head-explanation": "我的解析。"})
    theirs = make_draft(stem="别人改过的题干")
    revise_question(question=question, draft=theirs, by=None, at=AT)
    page = client.post(address("edit", question.pk), data)
    assert page.status_code == 200
    assert "我的解析。" in page.content.decode()
    assert QuestionVersion.objects.count() == 2
    assert page.context["seen"] == 2
    client.post(address("edit", question.pk), {**data, "seen": 2})
    assert QuestionVersion.objects.get(number=3).explanation == "我的解析。"


def test_case_is_written_question_by_question(client: Client, trainer: User, bank: QuestionBank) -> None:
    part = posted(QuestionEditor(BankKind.SINGLE, draft=make_draft(stem="第一步做什么？"), is_part=True))
    head = {"case-stem": "王奶奶独居。", "case-difficulty": "hard", "case-tags": "老年，独居", "case-explanation": ""}
    assert client.get(address("choose_case", bank.pk)).status_code == 200
    client.post(address("new_case", bank.pk, "single"), {**part, **head})
    question = Question.objects.get()
    assert sorted(question.tags.names()) == ["独居", "老年"]
    second = posted(
        QuestionEditor(BankKind.TRUE_FALSE, draft=make_draft(BankKind.TRUE_FALSE, centipoints=200), is_part=True),
        seen=1,
    )
    client.post(address("new_part", question.pk, "truefalse"), second)
    version = QuestionVersion.objects.get(number=2)
    assert (version.centipoints, [one["kind"] for one in version.content["parts"]]) == (300, ["single", "truefalse"])
    changed = {**part, "seen": 2, "head-stem": "第一步应当做什么？"}
    client.post(address("edit_part", question.pk, 1), changed)
    assert QuestionVersion.objects.get(number=3).content["parts"][0]["stem"] == "第一步应当做什么？"
    assert client.get(address("edit", question.pk))["Location"] == address("edit_case", question.pk)
    client.post(address("edit_case", question.pk), {**head, "case-seen": 3, "case-stem": "王奶奶独居，八十二岁。"})
    assert QuestionVersion.objects.get(number=4).stem == "王奶奶独居，八十二岁。"
    client.post(address("remove_part", question.pk, 2), {"seen": 4})
    assert QuestionVersion.objects.get(number=5).centipoints == 100
    refused = client.post(address("remove_part", question.pk, 1), {"seen": 5})
    assert refused.status_code == 200
    assert QuestionVersion.objects.count() == 5
    assert client.get(address("detail", question.pk)).status_code == 200
    assert client.get(address("edit_part", question.pk, 2)).status_code == 404


def test_list_is_searched_and_filtered(client: Client, trainer: User, bank: QuestionBank) -> None:
    mine = make_question(bank=bank, stem="社区矫正的对象", tags=("矫正",))
    other = make_question(bank=bank, kind=BankKind.TRUE_FALSE, stem="老年人享有优待")
    retire_question(question=other, by=None, at=AT)
    point = mine.tags.get(name="矫正").pk

    def found(**asked: Any) -> list[int]:
        page = client.get(address("index"), asked)
        return [one.pk for one in page.context["object_list"]]

    assert found() == [other.pk, mine.pk]
    assert found(q="矫正") == [mine.pk]
    assert found(kind="truefalse") == [other.pk]
    assert found(point=point) == [mine.pk]
    assert found(state="retired") == [other.pk]
    assert found(state="unused", bank=bank.pk) == [other.pk, mine.pk]


def test_several_are_retired_and_restored_after_a_question(client: Client, trainer: User, bank: QuestionBank) -> None:
    questions = [make_question(bank=bank) for _ in range(2)]
    foreign = make_question()
    bulk = reverse("wagtail_bulk_action", args=["courses", "question", "retire"])
    ticked = "&".join(f"id={one.pk}" for one in [*questions, foreign])
    page = client.get(f"{bulk}?{ticked}").content.decode()
    assert foreign.newest is not None
    assert foreign.newest.stem not in page
    client.post(f"{bulk}?{ticked}")
    assert Question.objects.in_use().get() == foreign
    client.post(bulk.replace("retire", "restore") + f"?id={questions[0].pk}")
    assert Question.objects.in_use().count() == 2
    client.post(address("retire", questions[0].pk))
    client.post(address("restore", questions[1].pk))
    assert [one.retired_at is None for one in Question.objects.filter(bank=bank).order_by("pk")] == [False, True]


def test_stranger_finds_no_bank_and_no_question(client: Client, tree: Tree, bank: QuestionBank) -> None:
    question, case = make_question(bank=bank), make_question(bank=bank, kind=BankKind.CASE)
    client.force_login(make_person(organisation=tree.other_county, role=Role.TRAINER))
    shown = [address("choose", bank.pk), address("detail", question.pk)]
    sent = [
        address("new", bank.pk, "single"),
        address("edit", question.pk),
        address("edit_part", case.pk, 1),
        address("remove_part", case.pk, 1),
        address("retire", question.pk),
        reverse("question_banks:rename", args=[bank.pk]),
    ]
    assert {client.get(page).status_code for page in [*shown, *sent]} == {404}
    assert {client.post(page).status_code for page in sent} == {404}


def test_question_page_warns_of_doubts_and_doubles(client: Client, trainer: User, bank: QuestionBank) -> None:
    first, second = (make_question(bank=bank, stem="同一个题干", content={**make_draft().content}) for _ in range(2))
    page = client.get(address("detail", second.pk))
    assert page.context["same"] == first
    doubtful = make_question(bank=bank, kind=BankKind.SHORT, key={"accepted": [], "reference": ""})
    assert [fault.code for fault in client.get(address("detail", doubtful.pk)).context["doubts"]] == ["no_reference"]
    assert faults(make_draft()) == []


def test_question_page_names_the_exams_that_ask_it(
    client: Client, tree: Tree, trainer: User, bank: QuestionBank
) -> None:
    chosen, drawn = make_question(bank=bank), make_question(bank=bank)
    course_key = make_course(organisation=tree.township).page.course_key
    facts = {"course_key": course_key, "course_title": "社区走访", "organisation": tree.township, "created_at": AT}
    exam = Exam.objects.create(title="结业考试", **facts)
    fixed = ExamSection.objects.create(exam=exam, number=1, kind=SectionKind.FIXED)
    ExamSectionQuestion.objects.create(section=fixed, question=chosen, position=1)
    ExamSection.objects.create(exam=exam, number=2, kind=SectionKind.DRAWN, bank=bank, count=1)
    foreign = Exam.objects.create(title="别处", **{**facts, "organisation": tree.other_county})
    ExamSection.objects.create(exam=foreign, number=1, kind=SectionKind.DRAWN, bank=bank, count=1)
    uses = {one.pk: client.get(address("detail", one.pk)).context["uses"] for one in (chosen, drawn)}
    assert [(use.exam, use.is_chosen, use.is_drawn, use.asked) for use in uses[chosen.pk]] == [(exam, True, False, 0)]
    assert [(use.exam, use.is_chosen, use.is_drawn) for use in uses[drawn.pk]] == [(exam, False, True)]
    page = client.get(address("index"), {"state": "unused"})
    assert [one.pk for one in page.context["object_list"]] == [drawn.pk]
    counted = client.get(address("index")).context["object_list"]
    assert [one.exam_count for one in counted] == [0, 1]
