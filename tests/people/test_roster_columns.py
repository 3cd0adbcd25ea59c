"""Columns of rosters: found by their headings, assigned by hand, remembered."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from people.enums import Role, RosterColumn, RosterState
from people.errors import ColumnsMissing, NotAllowed, RosterElsewhere
from people.models import ColumnMapping, RosterImport
from people.rosters.columns import aliases, find_heading, guess_heading, meaning
from people.rosters.sheets import Line
from people.selectors.roster_headings import headings_of
from people.services.rosters.columns import set_columns
from people.services.rosters.judging import judge_import
from people.views.rosters.template import TEMPLATE
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.rosters import HEADINGS, csv_file, judged_roster, person_row

ODD = ("称呼", "证号", "号码", "去处")
ODD_ROW = ("王芳", "330000199109262547", "18200000039", "茶市街社区")
ASSIGNED = {RosterColumn.NAME: 0, RosterColumn.ID_NUMBER: 1, RosterColumn.PHONE: 2, RosterColumn.PLACE: 3}


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("姓名", RosterColumn.NAME),
        (" 姓 名 ", RosterColumn.NAME),
        ("*姓名：", RosterColumn.NAME),
        ("姓名（必填）", RosterColumn.NAME),
        ("身份证号码(18位)", RosterColumn.ID_NUMBER),
        ("手机号", RosterColumn.PHONE),
        ("县（市、区）", RosterColumn.COUNTY),
        ("乡镇（街道）", RosterColumn.TOWNSHIP),
        ("入职时间", RosterColumn.STARTS_ON),
        ("Mobile Phone", RosterColumn.PHONE),
        ("紧急联系人", None),
        ("", None),
        ("x" * 500, None),
    ],
)
def test_heading_is_known_however_it_is_decorated(heading: str, column: RosterColumn | None) -> None:
    assert meaning(heading) == column


def test_no_alias_has_two_meanings_and_every_column_has_one() -> None:
    assert set(aliases().values()) == set(RosterColumn)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_headings_of_the_template_are_found_by_themselves(language: str) -> None:
    with translation.override(language):
        headings = [str(column.label) for column in TEMPLATE]
    assert [meaning(heading) for heading in headings] == list(TEMPLATE)


def test_line_with_the_most_known_headings_is_taken() -> None:
    lines = [Line(1, ("姓名", "手机号")), Line(2, HEADINGS), Line(3, person_row())]
    heading = find_heading(lines)
    assert heading is not None
    assert heading.line == 2
    assert len(heading.columns) == len(HEADINGS)


def test_signature_ignores_decoration_but_not_order() -> None:
    def signature(*texts: str) -> str:
        heading = find_heading([Line(1, texts)])
        assert heading is not None
        return heading.signature

    assert signature("姓名", "手机号") == signature(" 姓名*", "手 机 号：")
    assert signature("姓名", "手机号") != signature("手机号", "姓名")


@given(st.lists(st.lists(st.text(max_size=10), max_size=6), max_size=5))
def test_any_lines_have_a_heading_or_none(rows: list[list[str]]) -> None:
    lines = [Line(number, tuple(row)) for number, row in enumerate(rows, start=1)]
    for heading in (find_heading(lines), guess_heading(lines)):
        assert heading is None or heading.texts == lines[heading.line - 1].cells


def test_unknown_headings_wait_for_people_and_nothing_is_shown_in_full(tree: Tree) -> None:
    roster = judged_roster(csv_file([ODD_ROW], headings=ODD), organisation=tree.province)
    assert roster.state == RosterState.MAPPING
    assert not roster.rows.exists()
    shown = headings_of(roster)
    assert shown.texts == ODD
    assert shown.samples == ("王芳", "330000********2547", "182****0039", "茶市街社区")
    assert "330000199109262547" not in roster.headings_sealed


def test_assigned_columns_are_used_and_remembered_for_the_organisation(tree: Tree) -> None:
    hr = make_person(role=Role.HR, organisation=tree.province)
    roster = judged_roster(csv_file([ODD_ROW], headings=ODD), organisation=tree.province, by=hr)
    set_columns(roster=roster, columns=ASSIGNED, by=hr, at=timezone.now())
    judge_import(roster=roster, at=timezone.now())
    assert roster.state == RosterState.READY
    assert roster.rows.get().place == tree.community
    other = (*ODD_ROW[:2], "18200000040", "小和山社区")
    again = judged_roster(csv_file([other], headings=("称呼*", *ODD[1:])), organisation=tree.province, by=hr)
    assert again.state == RosterState.READY
    assert again.rows.get().place == tree.other_community
    elsewhere = judged_roster(csv_file([ODD_ROW], headings=ODD), organisation=tree.city, by=hr)
    assert elsewhere.state == RosterState.MAPPING


def test_columns_corrected_after_judging_replace_the_ones_remembered(tree: Tree) -> None:
    hr = make_person(role=Role.HR, organisation=tree.province)
    roster = judged_roster(csv_file([person_row(place="甲社区", post="茶市街社区")]), organisation=tree.province, by=hr)
    assert roster.rows.get().verdict == "error"
    columns = {RosterColumn(name): place for name, place in roster.columns.items()}
    columns[RosterColumn.PLACE], columns[RosterColumn.POST] = columns[RosterColumn.POST], columns[RosterColumn.PLACE]
    for _ in range(2):
        set_columns(roster=roster, columns=columns, by=hr, at=timezone.now())
        judge_import(roster=roster, at=timezone.now())
        assert roster.rows.get().verdict == "ok"
    assert ColumnMapping.objects.count() == 1


def test_columns_without_name_or_with_one_twice_are_refused(tree: Tree) -> None:
    hr = make_person(role=Role.HR, organisation=tree.province)
    roster = judged_roster(csv_file([ODD_ROW], headings=ODD), organisation=tree.province, by=hr)
    with pytest.raises(ColumnsMissing) as refused:
        set_columns(roster=roster, columns={RosterColumn.PHONE: 2}, by=hr, at=timezone.now())
    assert set(refused.value.fields) == {"name"}
    twice = {RosterColumn.NAME: 0, RosterColumn.PHONE: 0}
    with pytest.raises(ColumnsMissing):
        set_columns(roster=roster, columns=twice, by=hr, at=timezone.now())
    assert RosterImport.objects.get().state == RosterState.MAPPING


def test_columns_are_assigned_by_those_who_look_after_the_organisation_and_in_time(tree: Tree) -> None:
    hr = make_person(role=Role.HR, organisation=tree.province)
    stranger = make_person(role=Role.HR, organisation=tree.other_county)
    roster = judged_roster(csv_file([ODD_ROW], headings=ODD), organisation=tree.township, by=hr)
    with pytest.raises(NotAllowed):
        set_columns(roster=roster, columns=ASSIGNED, by=stranger, at=timezone.now())
    RosterImport.objects.update(state=RosterState.WRITTEN)
    with pytest.raises(RosterElsewhere):
        set_columns(roster=roster, columns=ASSIGNED, by=hr, at=timezone.now())
