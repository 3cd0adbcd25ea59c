"""The verdict on each row: by itself, against its neighbours, against the tree, and against who is known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from people.enums import OrganisationKind, Role, RosterColumn, RosterVerdict
from people.models import Organisation, RosterImport, RosterRow
from people.rosters.entries import is_formula, read_entry
from people.rosters.places import Place, PlaceIndex
from people.rosters.sentences import sentence_of, split
from people.services.identity import set_id_number
from people.services.roles import end_role
from tests.factories.people import Tree, make_organisation, make_person, make_tree
from tests.factories.rosters import (
    HEADINGS,
    MESSY,
    csv_file,
    expected_verdicts,
    judged_roster,
    person_row,
    plant_messy_places,
    sample,
)

TODAY = dt.date(2026, 11, 24)
NUMBER = "330000199109262547"


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


def judge(tree: Tree, *rows: tuple[str, ...], **options: Any) -> list[RosterRow]:
    roster = judged_roster(csv_file(rows), **{"organisation": tree.province, **options})
    return list(roster.rows.select_related("place"))


def codes(row: RosterRow) -> list[str]:
    return split(row.reasons)


@pytest.mark.parametrize("name", MESSY)
def test_messy_file_gets_exactly_its_expected_verdicts(db: None, name: str) -> None:
    roster = judged_roster(sample(name), organisation=plant_messy_places(), name=name)
    found = dict(roster.rows.values_list("number", "verdict"))
    assert found == expected_verdicts()
    assert len(found) == 42


def test_reasons_of_the_messy_file_are_the_expected_ones_in_all_three_forms(db: None) -> None:
    province = plant_messy_places()
    expected = {
        4: "ask_name_private",
        7: "id_number_rounded",
        8: "id_number_check",
        9: "id_number_rounded",
        12: "phone_length",
        14: "ask_gender_differs",
        16: "row_id_twice",
        17: "ask_place_variant",
        18: "ask_place_variant",
        19: "ask_place_abolished",
        22: "ask_date_no_day",
        24: "row_date_future",
        27: "row_formula",
        28: "ask_formula_remark",
        29: "name_empty",
        30: "row_name_remark",
        31: "ask_id_missing",
        42: "skip_empty",
        43: "skip_total",
    }
    for name in MESSY:
        roster = judged_roster(sample(name), organisation=province, name=name)
        rows = {row.number: row for row in roster.rows.select_related("place")}
        assert {number: codes(row) for number, row in rows.items() if row.reasons} == {
            number: [code] for number, code in expected.items()
        }
        assert rows[4].facts["of"]["ask_name_private"] == {"character": "䶮"}
        assert rows[19].facts["of"]["ask_place_abolished"] == {"county": "江干区", "heirs": "上城区/钱塘区"}
        assert {number: rows[number].level for number in (25, 26, 9, 13)} == {
            25: "intermediate",
            26: "junior",
            9: "senior",
            13: "none",
        }
        assert rows[17].place is not None
        assert rows[17].place.name == "半屏社区居委会"


def test_officer_of_one_county_gets_the_other_counties_refused(db: None) -> None:
    province = plant_messy_places()
    county = Organisation.objects.get(name="宁海县")
    hr = make_person(role=Role.HR, organisation=county)
    roster = judged_roster(sample(MESSY[1]), organisation=county, by=hr)
    rows = {row.number: codes(row) for row in roster.rows.all()}
    inside = {15: [], 16: ["row_id_twice"], 24: ["row_date_future"]}
    assert {number: rows[number] for number in inside} == inside
    outside = set(rows) - set(inside) - {42, 43}
    assert all({"row_place_outside", "ask_place_abolished", "row_place_unknown"} & set(rows[n]) for n in outside), rows
    assert {roster.rows.get(number=n).verdict for n in outside - {19}} == {RosterVerdict.ERROR}
    assert roster.rows.get(number=19).place is None
    assert province.depth == 1


@pytest.mark.parametrize(
    ("changed", "verdict", "reasons"),
    [
        ({}, "ok", []),
        ({"name": "阿依古丽•买买提"}, "ok", []),
        ({"name": "Anna O'Neil"}, "ok", []),
        ({"name": "张三1"}, "error", ["name_digit"]),
        ({"name": "<b>王"}, "error", ["name_markup"]),
        ({"gender": "F"}, "ok", []),
        ({"gender": ""}, "ok", []),
        ({"gender": "未知"}, "error", ["row_gender"]),
        ({"gender": "男"}, "warn", ["ask_gender_differs"]),
        ({"id_number": "'330000199109262547"}, "ok", []),
        ({"id_number": "330000 19910926 2547"}, "ok", []),
        ({"id_number": "无"}, "warn", ["ask_id_missing"]),
        ({"id_number": "330000196912028000", "gender": ""}, "error", ["id_number_rounded"]),
        ({"id_number": "'330000196912028000", "gender": ""}, "ok", []),
        ({"phone": ""}, "error", ["phone_empty"]),
        ({"phone": "无"}, "error", ["phone_empty"]),
        ({"phone": "+86 182-0000-0039"}, "ok", []),
        ({"phone": "1.8200000039E+10"}, "error", ["phone_rounded"]),
        ({"day": ""}, "ok", []),
        ({"day": "去年"}, "error", ["row_date"]),
        ({"day": "1900-01-01"}, "error", ["row_date_early"]),
        ({"day": "2019年7月"}, "warn", ["ask_date_no_day"]),
        ({"level": "中级"}, "ok", []),
        ({"level": "心理咨询师"}, "warn", ["ask_level"]),
        ({"post": "=1+1"}, "error", ["row_formula"]),
        ({"post": "＝1+1"}, "error", ["row_formula"]),
        ({"post": "@SUM(1)"}, "error", ["row_formula"]),
        ({"post": "-A1(1)"}, "error", ["row_formula"]),
        ({"post": "岗" * 61}, "error", ["row_post_long"]),
        ({"remark": "=1+1"}, "warn", ["ask_formula_remark"]),
        ({"place": ""}, "ok", []),
        ({"place": "无此社区"}, "error", ["row_place_unknown"]),
        ({"place": "茶市街社区居委会"}, "warn", ["ask_place_variant"]),
        ({"place": "茶市街村委会"}, "error", ["row_place_unknown"]),
        ({"township": "留下街道办事处"}, "warn", ["ask_place_variant"]),
        ({"township": "北山街道"}, "warn", ["ask_place_variant"]),
        ({"township": ""}, "ok", []),
        ({"county": ""}, "ok", []),
        ({"county": "西湖"}, "ok", []),
        ({"county": "下城区"}, "warn", ["ask_place_abolished"]),
        ({"city": "杭州"}, "ok", []),
        ({"city": "宁波市"}, "ok", []),
    ],
)
def test_row_is_judged_by_its_cells(tree: Tree, changed: dict[str, str], verdict: str, reasons: list[str]) -> None:
    (row,) = judge(tree, person_row(**changed))
    assert (row.verdict, codes(row)) == (verdict, reasons)
    assert row.open_reasons == (row.reasons if verdict == "warn" else "")


@pytest.mark.parametrize("cells", [["", "", ""], ["合计", "", "", "40人"], ["总计：40人"], ["填表人：张三"], HEADINGS])
def test_row_without_a_person_is_left_out(tree: Tree, cells: list[str]) -> None:
    rows = judge(tree, tuple(cells), person_row())
    assert [row.verdict for row in rows] == ["skip", "ok"]


def test_person_named_like_a_total_is_a_person(tree: Tree) -> None:
    (row,) = judge(tree, person_row(name="总计"))
    assert row.verdict == "ok"


def test_second_row_with_one_number_or_phone_is_refused_and_names_the_first(tree: Tree) -> None:
    rows = judge(
        tree,
        person_row(),
        person_row(phone="18200000040"),
        person_row(id_number="330000199109262627"),
        person_row(id_number="", phone="182 0000 0039"),
    )
    assert [codes(row) for row in rows] == [
        [],
        ["row_id_twice"],
        ["row_phone_twice"],
        ["ask_id_missing", "row_phone_twice"],
    ]
    assert rows[1].facts["of"]["row_id_twice"] == {"line": "2"}


def test_organisation_of_the_import_is_taken_where_the_file_names_none(tree: Tree) -> None:
    content = csv_file([person_row()[:4]], headings=HEADINGS[:4])
    row = judged_roster(content, organisation=tree.community).rows.get()
    assert (row.verdict, row.place) == ("ok", tree.community)


def test_township_alone_is_the_organisation(tree: Tree) -> None:
    (row,) = judge(tree, person_row(place=""))
    assert row.place == tree.township


def test_one_name_in_two_townships_needs_the_township(tree: Tree) -> None:
    twin = make_organisation(name="茶市街社区", parent=tree.other_township)
    rows = judge(tree, person_row(township=""), person_row(township="北山街道", id_number="", phone="18200000040"))
    assert (rows[0].verdict, codes(rows[0])) == ("error", ["row_place_several"])
    assert sorted(rows[0].facts["places"]) == sorted([tree.community.pk, twin.pk])
    assert rows[1].place == twin


def test_county_of_one_name_in_two_cities_is_told_apart_by_the_city(tree: Tree) -> None:
    county = make_organisation(name="西湖区", kind=OrganisationKind.COUNTY, parent=tree.other_city)
    township = make_organisation(name="留下街道", kind=OrganisationKind.TOWNSHIP, parent=county)
    twin = make_organisation(name="茶市街社区", parent=township)
    rows = judge(tree, person_row(city="宁波"), person_row(city="", id_number="", phone="18200000040"))
    assert rows[0].place == twin
    assert "row_place_several" in codes(rows[1])


def test_community_below_a_county_without_townships_is_found(tree: Tree) -> None:
    direct = make_organisation(name="龙跃社区", parent=tree.other_county)
    (row,) = judge(tree, person_row(place="龙跃社区", township="—", county="上城区"))
    assert (row.verdict, row.place) == ("ok", direct)


def test_known_people_are_recognised_and_differences_asked_about(tree: Tree) -> None:
    same = make_person(name="王芳", phone="18200000039", organisation=tree.community, password="")
    set_id_number(person=same, id_number=NUMBER, by=None, at=timezone.now())
    same.set_unusable_password()
    same.save(update_fields=["password"])
    assert codes(judge(tree, person_row())[0]) == []
    assert codes(judge(tree, person_row(name="王方"))[0]) == ["ask_name_differs"]
    assert codes(judge(tree, person_row(phone="18200000040"))[0]) == []
    assert codes(judge(tree, person_row(id_number=""))[0]) == ["ask_id_missing"]
    assert codes(judge(tree, person_row(id_number="", name="王方"))[0]) == ["ask_id_missing", "row_phone_taken"]
    assert codes(judge(tree, person_row(id_number="330000199109262627"))[0]) == ["row_id_differs"]
    assert codes(judge(tree, person_row(place="小和山社区"))[0]) == ["ask_works_elsewhere"]
    same.set_password("a-password-of-her-own")
    same.save(update_fields=["password"])
    assert codes(judge(tree, person_row(phone="18200000040", remark="1"))[0]) == ["ask_phone_kept"]
    same.is_active = False
    same.save(update_fields=["is_active"])
    assert codes(judge(tree, person_row(remark="2"))[0]) == ["row_person_disabled"]


def test_phone_of_somebody_else_is_refused(tree: Tree) -> None:
    make_person(name="李四", phone="18200000039", organisation=tree.community)
    assert codes(judge(tree, person_row())[0]) == ["row_phone_taken"]


def test_person_of_another_organisation_is_not_taken_over(tree: Tree) -> None:
    hr = make_person(role=Role.HR, organisation=tree.township)
    person = make_person(name="王芳", phone="18200000039", organisation=tree.other_county)
    set_id_number(person=person, id_number=NUMBER, by=None, at=timezone.now())
    (row,) = judge(tree, person_row(), organisation=tree.township, by=hr)
    assert codes(row) == ["row_person_outside"]
    end_role(membership=person.memberships.get(), ends_on=dt.date(2021, 1, 1), by=None, at=timezone.now())
    (row,) = judge(tree, person_row(remark="left"), organisation=tree.township, by=hr)
    assert (row.verdict, codes(row)) == ("ok", [])


def test_scope_ends_with_the_role_of_the_author(tree: Tree) -> None:
    hr = make_person(role=Role.HR, organisation=tree.township)
    end_role(membership=hr.memberships.get(), ends_on=dt.date(2021, 1, 1), by=None, at=timezone.now())
    roster = RosterImport(organisation=tree.township, by=hr)
    assert PlaceIndex([Place(1, "x", "community", "00010001")], scope=[]).is_inside(Place(1, "x", "c", "0001")) is False
    from people.selectors.rosters import reach_of, scope_of

    assert (scope_of(roster), reach_of(roster)) == ([], [])


def test_nothing_that_a_person_is_called_by_lies_in_clear(tree: Tree) -> None:
    rows = judge(tree, person_row(), person_row(name="龚䶮", id_number="33000019910926254X", phone="1820000003"))
    stored = str(list(RosterRow.objects.values())) + str(list(RosterImport.objects.values()))
    for text in ("王芳", "龚䶮", NUMBER, "33000019910926254X", "18200000039", "1820000003"):
        assert text not in stored
    assert len({row.cells_sealed for row in rows}) == 2


@pytest.mark.parametrize("text", ["+86 18200000039", "+8618200000039", "-", "—", "王芳", "(1)", "1-2"])
def test_ordinary_text_is_no_formula(text: str) -> None:
    assert not is_formula(text)


CELLS = st.dictionaries(st.sampled_from(list(RosterColumn)), st.text(max_size=30))


@given(CELLS)
def test_any_cells_get_a_verdict_with_sentences(cells: dict[RosterColumn, str]) -> None:
    entry = read_entry(2, 2, cells, today=TODAY)
    assert (entry.verdict == RosterVerdict.OK) == (not entry.findings)
    for finding in entry.findings:
        assert sentence_of(str(finding.reason.value), finding.facts)


PLACES = [
    Place(1, "浙江省", "province", "0001"),
    Place(2, "杭州市", "city", "00010001"),
    Place(3, "西湖区", "county", "000100010001"),
    Place(4, "留下街道", "township", "0001000100010001"),
    Place(5, "茶市街社区", "community", "00010001000100010001"),
]
INDEX = PlaceIndex(PLACES, scope=["00010001"])


@given(CELLS)
def test_any_names_find_a_place_inside_or_say_why_not(cells: dict[RosterColumn, str]) -> None:
    match = INDEX.find(cells)
    assert match.place is not None or match.finding is not None
    assert match.place is None or INDEX.is_inside(match.place)
