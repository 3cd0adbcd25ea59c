"""The tree of places: the whole of Zhejiang, communities on demand, codes with their dates."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from people.divisions import EDITION, PlaceRow, read_communities, read_divisions
from people.enums import CodeSystem, OrganisationKind, PlaceFault
from people.errors import PlaceUnknown
from people.models import Organisation, OrganisationCode
from people.selectors import breadcrumbs, find_place
from people.services.places import load_communities, load_divisions
from people.services.planting import PlacesLoaded

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def load(rows: Any = None) -> PlacesLoaded:
    return load_divisions(rows=rows if rows is not None else read_divisions(), at=timezone.now())


def row(code: str, level: str, parent: str = "", name: str = "", line: int = 2) -> PlaceRow:
    return PlaceRow(line, code, name or code, level, parent)


def way(code: str) -> list[str]:
    place = find_place(code, on=TODAY)
    assert place
    return [crumb.name for crumb in breadcrumbs(place)]


def test_whole_province_is_loaded_and_a_second_run_changes_nothing() -> None:
    first = load()
    assert (first.created, first.unchanged, first.refused) == (1489, 0, [])
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    assert kinds == {"province": 1, "city": 11, "county": 90, "township": 1364, "zone": 23}
    assert Organisation.find_problems() == ([], [], [], [], [])
    before = list(Organisation.objects.values()), list(OrganisationCode.objects.values())
    second = load()
    assert (second.created, second.renamed, second.unchanged, second.refused) == (0, 0, 1489, [])
    assert (list(Organisation.objects.values()), list(OrganisationCode.objects.values())) == before


def test_every_place_hangs_below_the_parent_of_its_row() -> None:
    load()
    codes = dict(OrganisationCode.objects.values_list("organisation__path", "code"))
    by_code = {code: path for path, code in codes.items()}
    for place in read_divisions():
        assert codes.get(by_code[place.code][:-4], "") == place.parent_code


def test_loading_takes_few_queries(django_assert_max_num_queries: Callable[..., Any]) -> None:
    with django_assert_max_num_queries(30):
        load()


def test_breadcrumbs_lead_from_the_province_down(django_assert_num_queries: Callable[..., Any]) -> None:
    load()
    assert way("330106") == ["浙江省", "杭州市", "西湖区"]
    place = find_place("330106", on=TODAY)
    assert place
    with django_assert_num_queries(1):
        assert breadcrumbs(place)[-1].kind == OrganisationKind.COUNTY


def test_communities_are_loaded_below_one_township_only() -> None:
    load()
    expected = [place for place in read_communities() if place.parent_code == "330102001"]
    loaded = load_communities(parent_code="330102001", at=timezone.now())
    assert loaded.created == len(expected) == 5
    assert Organisation.objects.count() == 1489 + len(expected)
    assert way("330102001051") == ["浙江省", "杭州市", "上城区", "清波街道", "清波门社区"]
    assert load_communities(parent_code="330102001", at=timezone.now()).created == 0
    assert Organisation.find_problems() == ([], [], [], [], [])


def test_communities_of_a_city_without_townships_are_loaded() -> None:
    load()
    loaded = load_communities(parent_code="330383", at=timezone.now())
    assert loaded.created == sum(place.parent_code == "330383198" for place in read_communities()) == 103
    assert way("330383198001")[:3] == ["浙江省", "温州市", "龙港市"]


def test_missing_level_is_no_hindrance() -> None:
    loaded = load([row("33", "province"), row("3303", "city", "33"), row("330383001", "community", "3303")])
    assert (loaded.created, loaded.refused) == (3, [])
    assert way("330383001") == ["33", "3303", "330383001"]


def test_rows_may_stand_in_any_order() -> None:
    loaded = load([row("3301", "city", "33"), row("33", "province")])
    assert (loaded.created, loaded.refused) == (2, [])


def test_new_place_comes_after_other_organisations_of_its_parent() -> None:
    load([row("33", "province"), row("3301", "city", "33")])
    province = Organisation.objects.get(depth=1)
    station = province.add_child(name="省社工站", kind=OrganisationKind.STATION)
    loaded = load([row("3302", "city", "33")])
    assert loaded.created == 1
    assert find_place("3302", on=TODAY).path > station.path
    province.refresh_from_db()
    assert province.numchild == 3
    assert Organisation.find_problems() == ([], [], [], [], [])


def test_renamed_place_keeps_its_row() -> None:
    load([row("33", "province", name="旧名")])
    before = Organisation.objects.get()
    assert load([row("33", "province", name="新名")]).renamed == 1
    after = Organisation.objects.get()
    assert (after.pk, after.name) == (before.pk, "新名")


def test_wrong_rows_are_refused_with_reason_and_the_rest_is_loaded() -> None:
    loaded = load(
        [
            row("33", "province"),
            row("33", "province", line=3),
            row("x1", "city", "33", line=4),
            row("3302", "galaxy", "33", line=5),
            row("3303", "city", "99", line=6),
            PlaceRow(7, "3304", "", "city", "33"),
            row("330301", "county", "3303", line=8),
        ]
    )
    assert loaded.created == 1
    assert sorted(loaded.refused) == [
        (3, "33", PlaceFault.TWICE),
        (4, "x1", PlaceFault.CODE),
        (5, "3302", PlaceFault.LEVEL),
        (6, "3303", PlaceFault.PARENT),
        (7, "3304", PlaceFault.NAME),
        (8, "330301", PlaceFault.PARENT),
    ]


def test_abolished_code_finds_its_holder_of_that_time_only() -> None:
    load([row("33", "province")])
    place = Organisation.objects.get()
    OrganisationCode.objects.create(
        organisation=place,
        system=CodeSystem.DIVISION,
        code="330104",
        valid_from=dt.date(1996, 5, 1),
        valid_to=dt.date(2021, 4, 9),
    )
    assert find_place("330104", on=dt.date(2021, 4, 9)) == place
    assert find_place("330104", on=dt.date(2021, 4, 10)) is None
    assert find_place("330104", on=dt.date(1996, 4, 30)) is None
    assert find_place("33", on=EDITION - dt.timedelta(days=1)) is None


@pytest.mark.parametrize("code", ["330106", " 330106 ", "330106000000"])
def test_place_is_found_by_long_and_short_writing(code: str) -> None:
    load([row("330106", "county")])
    assert find_place(code, on=TODAY) is not None


def test_unknown_parent_is_refused() -> None:
    with pytest.raises(PlaceUnknown):
        load_communities(parent_code="999999", at=timezone.now())


def run(*args: str) -> tuple[str, str, int]:
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("load_places", *args, stdout=out, stderr=err)
    except CommandError as error:
        status = error.returncode
        err.write(str(error))
    return out.getvalue(), err.getvalue(), status


def test_command_loads_and_sums_up() -> None:
    out, err, status = run("--communities", "330102001", "330102003")
    assert (status, err) == (0, "")
    assert "1489" in out
    assert len(out.splitlines()) == 4


def test_command_names_refused_rows_and_exits_1(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("code,name,level,parent_code\n33,浙江省,province,\n3301,杭州市,city,44\n", encoding="utf-8")
    _, err, status = run("--file", str(file))
    assert status == 1
    assert "3301" in err
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("content", [b"name,level\n\xe6\xb5\x99,city\n", b"\xff\xfe\x00", None])
def test_command_exits_2_on_an_unusable_file(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "places.csv"
    if content is not None:
        file.write_bytes(content)
    assert run("--file", str(file))[2] == 2
    assert not Organisation.objects.exists()


def test_command_exits_2_on_an_unknown_code() -> None:
    assert run("--communities", "999999")[2] == 2
