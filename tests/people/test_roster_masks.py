"""The preview of a roster shows no number in full, in whichever column a messy file has put it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from people.enums import Role, RosterColumn
from people.models import RosterRow
from people.rosters.masking import masked
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.rosters import csv_file, judged_roster, person_row

ID_NUMBER, PHONE, OTHER_PHONE = "330000199211282069", "18200000039", "13900139000"
MISPLACED = [
    {"phone": ID_NUMBER, "id_number": PHONE},
    {"phone": f"{PHONE}、{OTHER_PHONE}"},
    {"phone": f"{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]} / {OTHER_PHONE}"},
    {"name": ID_NUMBER},
    {"name": f"王芳{PHONE}"},
    {"place": ID_NUMBER},
    {"post": f"网格员 {PHONE}"},
    {"day": ID_NUMBER},
    {"gender": ID_NUMBER},
    {"remark": f"身份证{ID_NUMBER}，电话{OTHER_PHONE}"},
]


@pytest.mark.django_db
@pytest.mark.parametrize("cells", MISPLACED, ids=str)
def test_number_in_another_column_is_masked_too(client: Client, cells: dict[str, str]) -> None:
    tree: Tree = make_tree()
    hr = make_person(role=Role.HR, organisation=tree.county)
    roster = judged_roster(csv_file([person_row(**cells)]), organisation=tree.county, by=hr)
    client.force_login(hr)
    for url in (reverse("rosters:detail", args=[roster.pk]), reverse("rosters:row", args=[roster.pk, 1])):
        page = client.get(url).content.decode()
        for number in (ID_NUMBER, PHONE, OTHER_PHONE):
            assert number not in page
            assert f"{number[:3]} {number[3:7]} {number[7:]}" not in page
    assert ID_NUMBER not in str(list(RosterRow.objects.values_list("facts", flat=True)))


@pytest.mark.parametrize(
    ("column", "text", "shown"),
    [
        (RosterColumn.PHONE, f"{PHONE}、{OTHER_PHONE}", "182****0039、139****9000"),
        (RosterColumn.PHONE, ID_NUMBER, "330000********2069"),
        (RosterColumn.NAME, f"王芳{PHONE}", "王芳182****0039"),
        (RosterColumn.REMARK, "１３８００１３８０００", "138****8000"),
        # What is wrong in another way has to be seen to be corrected.
        (RosterColumn.PHONE, "1380013800", "1380013800"),
        (RosterColumn.STARTS_ON, "2019-07-01 00:00:00", "2019-07-01 00:00:00"),
        (RosterColumn.STARTS_ON, "20190701", "20190701"),
        (RosterColumn.POST, "网格员 3 级", "网格员 3 级"),
    ],
)
def test_long_numbers_are_masked_and_nothing_else(column: RosterColumn, text: str, shown: str) -> None:
    assert masked(column, text) == shown
