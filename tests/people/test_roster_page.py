"""The pages of a roster import: what they show, whom they are there for, and every button without JavaScript."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from people import rules
from people.enums import Role, RosterColumn, RosterState
from people.models import RosterFile, RosterImport, User
from people.rosters.reading import read_table
from people.services.rosters.writing import begin_import
from tests.factories.people import PASSWORD, Tree, make_person, make_tree
from tests.factories.rosters import csv_file, judged_roster, person_row, xlsx_file

NUMBER = "330000199109262547"
WARNED = person_row(name="李雪", gender="男", id_number="330000199211282069", phone="18400000015", place="小和山社区")
BAD = person_row(name="坏1", id_number="330000197810215184", phone="19400000009", post='=HYPERLINK("http://x","a")')
ROWS = (person_row(), WARNED, BAD)


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(role=Role.HR, organisation=tree.county, username="officer")


@pytest.fixture
def officer(hr: User, client: Client) -> Client:
    client.force_login(hr)
    return client


def ready(tree: Tree, hr: User, *rows: tuple[str, ...]) -> RosterImport:
    return judged_roster(csv_file(rows or ROWS), organisation=tree.county, by=hr)


def at(roster: RosterImport, name: str, *more: int) -> str:
    return reverse(f"rosters:{name}", args=[roster.pk, *more])


def upload(client: Client, tree: Tree, content: bytes, name: str = "花名册.xlsx") -> Any:
    facts = {"file": SimpleUploadedFile(name, content), "organisation": tree.county.pk}
    return client.post(reverse("rosters:add"), facts)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def workbook_of(answer: Any) -> list[tuple[Any, ...]]:
    from io import BytesIO

    return list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_uploaded_file_is_judged_and_its_rows_are_shown_masked(officer: Client, tree: Tree) -> None:
    answer = upload(officer, tree, xlsx_file(ROWS))
    roster = RosterImport.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == at(roster, "detail")
    page = text_of(officer.get(at(roster, "detail")))
    assert "王芳" in page
    assert "330000********2547" in page
    assert "182****0039" in page
    for number in (NUMBER, "330000199211282069", "18200000039", "18400000015"):
        assert number not in page
    assert page.count('<tr id="row-') == 3


def test_same_upload_again_opens_the_same_import(officer: Client, tree: Tree) -> None:
    content = xlsx_file(ROWS)
    first, second = upload(officer, tree, content), upload(officer, tree, content)
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.xls", b"x"), ("a.xlsx", b"\x89PNG\r\n"), ("a.xlsx", b""), ("a.exe", b"MZ")]
)
def test_unusable_file_is_refused_beside_the_field(officer: Client, tree: Tree, name: str, content: bytes) -> None:
    answer = upload(officer, tree, content, name)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not RosterImport.objects.exists()


def test_large_file_is_refused_before_it_is_read(officer: Client, tree: Tree) -> None:
    answer = upload(officer, tree, b"PK\x03\x04" + b"0" * (11 * 1024 * 1024))
    assert "file" in answer.context["form"].errors
    assert not RosterFile.objects.exists()


def test_damaged_file_says_why_and_offers_another_try(officer: Client, tree: Tree) -> None:
    upload(officer, tree, b"PK\x03\x04 damaged")
    roster = RosterImport.objects.get()
    answer = officer.get(at(roster, "detail"))
    assert roster.state == RosterState.REFUSED
    assert answer.context["fault"] in text_of(answer)
    assert reverse("rosters:add") in text_of(answer)


def test_organisation_of_the_form_is_one_of_ones_own(officer: Client, tree: Tree) -> None:
    file = SimpleUploadedFile("a.csv", csv_file(ROWS))
    answer = officer.post(reverse("rosters:add"), {"file": file, "organisation": tree.other_county.pk})
    assert "organisation" in answer.context["form"].errors
    form = officer.get(reverse("rosters:add")).context["form"]
    assert list(form.fields["organisation"].queryset) == [tree.county]


def test_template_is_read_again_by_its_headings(officer: Client) -> None:
    answer = officer.get(reverse("rosters:template"))
    headings = workbook_of(answer)[0]
    table = read_table("a.xlsx", xlsx_file([person_row()], headings=[str(heading) for heading in headings]))
    assert {RosterColumn.NAME, RosterColumn.PHONE, RosterColumn.ID_NUMBER, RosterColumn.PLACE} <= set(
        table.heading.columns
    )


def test_rows_are_filtered_by_verdict_and_paged(officer: Client, tree: Tree, hr: User) -> None:
    roster = ready(tree, hr)
    answer = officer.get(at(roster, "detail"), {"show": "error"})
    assert [row.line for row in answer.context["rows"]] == [4]
    assert answer.context["counts"].verdicts == {"ok": 1, "warn": 1, "error": 1}
    many = [person_row(name="王" + chr(0x4E00 + n), id_number="", phone=f"199{n:08d}") for n in range(60)]
    roster = ready(tree, hr, *many)
    assert len(officer.get(at(roster, "detail"), {"p": 2}).context["rows"]) == 10
    assert officer.get(at(roster, "detail"), {"show": "nonsense", "p": "x"}).status_code == 200


def test_whole_way_from_correction_to_undo(officer: Client, tree: Tree, hr: User) -> None:
    roster = ready(tree, hr)
    officer.post(at(roster, "cell", 4), {"column": "name", "text": "坏一"})
    answer = officer.post(at(roster, "cell", 4), {"column": "post", "text": "主任", "back": "show=error&p=1"})
    assert answer["Location"] == at(roster, "detail") + "?show=error&p=1#row-4"
    officer.post(at(roster, "confirm"), {"reason": "ask_gender_differs"})
    assert officer.get(at(roster, "detail")).context["counts"].good == 3
    officer.post(at(roster, "import"))
    roster.refresh_from_db()
    answer = officer.get(at(roster, "detail"))
    assert (roster.state, roster.done) == (RosterState.WRITTEN, 3)
    assert answer.context["counts"].outcomes == {"created": 3}
    assert User.objects.filter(memberships__organisation=tree.community).count() == 2
    assert officer.get(at(roster, "undo")).status_code == 200
    officer.post(at(roster, "undo"))
    roster.refresh_from_db()
    assert roster.state == RosterState.UNDONE
    assert not User.objects.filter(memberships__organisation=tree.community).exists()
    assert officer.get(at(roster, "detail")).status_code == 200


def test_row_page_keeps_the_number_unless_another_is_typed(officer: Client, tree: Tree, hr: User) -> None:
    roster = ready(tree, hr)
    page = officer.get(at(roster, "row", 3))
    assert "330000199211282069" not in text_of(page)
    cells = {
        name: field.initial or page.context["form"].initial.get(name, "")
        for name, field in page.context["form"].fields.items()
    }
    officer.post(at(roster, "row", 3), {**cells, "gender": "女"})
    row = roster.rows.get(number=3)
    assert (row.verdict, row.reasons) == ("ok", "")


def test_organisation_is_chosen_from_the_suggestions(officer: Client, tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(county="下城区", place="无此社区"))
    officer.post(at(roster, "place", 2), {"organisation": tree.community.pk})
    assert roster.rows.get().place == tree.community
    for wrong in (tree.other_county.pk, 0, "x", ""):
        assert officer.post(at(roster, "place", 2), {"organisation": wrong}).status_code == 404


def test_cancel_asks_first_and_then_forgets_everything(officer: Client, tree: Tree, hr: User) -> None:
    roster = ready(tree, hr)
    assert officer.get(at(roster, "cancel")).status_code == 200
    assert RosterFile.objects.exists()
    officer.post(at(roster, "cancel"))
    roster.refresh_from_db()
    assert roster.state == RosterState.CANCELLED
    assert not RosterFile.objects.exists()
    assert officer.get(at(roster, "detail")).status_code == 200


def test_button_pressed_too_late_says_so(officer: Client, tree: Tree, hr: User) -> None:
    roster = ready(tree, hr)
    officer.post(at(roster, "cancel"), follow=True)
    for name, more in (("import", ()), ("confirm_row", (2,)), ("cell", (2,))):
        answer = officer.post(at(roster, name, *more), {"column": "name", "text": "x"}, follow=True)
        assert len(list(answer.context["messages"])) == 1
    assert not User.objects.filter(memberships__organisation=tree.community).exists()


@pytest.mark.shows_personal_data("whoever uploaded the numbers gets them back to correct them")
def test_error_file_holds_the_refused_rows_with_reasons_and_no_formula(officer: Client, tree: Tree, hr: User) -> None:
    roster = ready(tree, hr)
    answer = officer.get(at(roster, "refused"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    rows = workbook_of(answer)
    assert [row[-2] for row in rows[1:]] == ["3", "4"]
    assert all(row[-1] for row in rows[1:])
    from io import BytesIO

    cells = [cell for line in load_workbook(BytesIO(answer.content)).active.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    assert any('HYPERLINK("http://x"' in str(cell.value) for cell in cells)


def test_error_file_masks_the_numbers_for_another_officer(tree: Tree, hr: User, client: Client) -> None:
    roster = ready(tree, hr)
    client.force_login(make_person(role=Role.HR, organisation=tree.city))
    text = str(workbook_of(client.get(at(roster, "refused"))))
    assert "330000199211282069" not in text
    assert "330000********2069" in text


@pytest.mark.shows_personal_data("whoever uploaded the numbers gets them back to correct them")
def test_error_file_can_be_corrected_and_sent_again(officer: Client, tree: Tree, hr: User) -> None:
    roster = ready(tree, hr)
    content = officer.get(at(roster, "refused")).content
    again = judged_roster(content, organisation=tree.county, by=hr, name="refused.xlsx")
    assert [row.verdict for row in again.rows.all()] == ["warn", "error"]


def test_work_that_stopped_can_go_on(officer: Client, tree: Tree, hr: User) -> None:
    roster = ready(tree, hr)
    begin_import(roster=roster, by=hr, at=timezone.now())
    answer = officer.get(at(roster, "detail"))
    assert answer["Refresh"] == "2"
    officer.post(at(roster, "resume"))
    roster.refresh_from_db()
    assert roster.state == RosterState.WRITING
    RosterImport.objects.update(worked_at=timezone.now() - dt.timedelta(minutes=2))
    answer = officer.get(at(roster, "detail"))
    assert "Refresh" not in answer
    assert at(roster, "resume") in text_of(answer)
    officer.post(at(roster, "resume"))
    roster.refresh_from_db()
    assert roster.state == RosterState.WRITTEN


def test_columns_are_assigned_on_their_page(officer: Client, tree: Tree) -> None:
    headings = ("称呼", "证号", "号码", "去处")
    upload(officer, tree, csv_file([("王芳", NUMBER, "18200000039", "茶市街社区")], headings=headings), "a.csv")
    roster = RosterImport.objects.get()
    page = text_of(officer.get(at(roster, "columns")))
    assert "称呼" in page
    assert NUMBER not in page
    answer = officer.post(at(roster, "columns"), {"name": "0"})
    assert "phone" in answer.context["form"].errors
    officer.post(at(roster, "columns"), {"name": "0", "id_number": "1", "phone": "2", "place": "3"})
    roster.refresh_from_db()
    assert roster.state == RosterState.READY
    assert roster.rows.get().verdict == "ok"


LIST_QUERIES = 12
PREVIEW_QUERIES = 15
GET = ["detail", "columns", "cancel", "undo", "refused", "row"]
POST = [*GET, "confirm", "import", "resume", "cell", "confirm_row", "place"]


@pytest.mark.parametrize("kind", ["other county", "child", "learner", "trainer", "nobody"])
def test_import_is_not_there_for_strangers(tree: Tree, hr: User, client: Client, kind: str) -> None:
    roster = ready(tree, hr)
    before = list(RosterImport.objects.values()), list(roster.rows.values())
    if kind != "nobody":
        place = {"other county": tree.other_county, "child": tree.township}.get(kind, tree.county)
        role = {"learner": Role.LEARNER, "trainer": Role.TRAINER}.get(kind, Role.HR)
        client.force_login(make_person(role=role, organisation=place))
    refused = 302 if kind in {"nobody", "learner"} else 404
    for method, names in ((client.get, GET), (client.post, POST)):
        for name in names:
            more = (2,) if name in {"row", "cell", "confirm_row", "place"} else ()
            answer: Any = method(at(roster, name, *more), {"column": "name", "text": "x", "reason": "x"})
            assert answer.status_code == refused, (name, answer.status_code)
    assert (list(RosterImport.objects.values()), list(roster.rows.values())) == before


@pytest.mark.parametrize("kind", ["superuser", "hr", "above", "other county", "child", "trainer", "learner"])
def test_predicate_agrees_with_queryset(tree: Tree, hr: User, kind: str) -> None:
    roster = ready(tree, hr)
    user = {
        "superuser": lambda: make_person(is_superuser=True),
        "hr": lambda: hr,
        "above": lambda: make_person(role=Role.ADMINISTRATOR, organisation=tree.city),
        "other county": lambda: make_person(role=Role.HR, organisation=tree.other_county),
        "child": lambda: make_person(role=Role.HR, organisation=tree.township),
        "trainer": lambda: make_person(role=Role.TRAINER, organisation=tree.county),
        "learner": lambda: make_person(organisation=tree.county),
    }[kind]()
    listed = RosterImport.objects.visible_to(user).exists()
    assert rules.may_see_roster(user, roster) is listed
    assert listed is (kind in {"superuser", "hr", "above"})


def test_posted_fields_that_are_no_fields_change_nothing(officer: Client, tree: Tree, hr: User) -> None:
    roster = ready(tree, hr)
    names = {field.name: "1" for field in RosterImport._meta.fields}
    for name in ("confirm", "resume"):
        officer.post(at(roster, name), {**names, "reason": "none"})
    again = RosterImport.objects.get()
    assert (again.state, again.organisation, again.by) == (roster.state, roster.organisation, hr)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_more_rows(
    officer: Client, tree: Tree, hr: User, rows: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(rows):
        ready(tree, hr, person_row(remark=str(number)))
    officer.get(reverse("rosters:index"))
    with django_assert_num_queries(LIST_QUERIES):
        assert officer.get(reverse("rosters:index")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_takes_the_same_queries_for_more_rows(
    officer: Client, tree: Tree, hr: User, rows: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    roster = ready(tree, hr, *ROWS[:rows])
    officer.get(at(roster, "detail"))
    with django_assert_num_queries(PREVIEW_QUERIES):
        assert officer.get(at(roster, "detail")).status_code == 200


def test_officer_signs_in_by_the_form_and_finds_the_menu(tree: Tree, hr: User, client: Client) -> None:
    assert client.login(username="officer", password=PASSWORD)
    assert reverse("rosters:index") in text_of(client.get("/manage/"))
