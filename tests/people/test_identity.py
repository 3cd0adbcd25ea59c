"""ID numbers, phones and organisation codes: every supplied case, and no other error than our own."""

from __future__ import annotations

import csv
import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import identity, phones, uscc
from people.enums import IdNumberFault, PhoneFault, UsccFault
from people.errors import Malformed

DATA = Path(__file__).parents[1] / "data" / "people"
TODAY = dt.date(2026, 11, 24)


def cases(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", cases("id_number_cases.csv"), ids=lambda row: row["note"])
def test_id_number_of_the_supplied_cases(row: dict[str, str]) -> None:
    if row["valid"] == "0":
        with pytest.raises(Malformed):
            identity.parse_id_number(row["input"], today=TODAY)
        return
    found = identity.parse_id_number(row["input"], today=TODAY)
    assert found.number == row["normalised"]
    assert found.birth_on.isoformat() == row["birth_date"]
    assert found.is_male is (row["gender"] == "M")
    assert found.is_doubtful_on(TODAY) is (int(row["birth_date"][:4]) < 1926)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", IdNumberFault.EMPTY),
        (" \u200b", IdNumberFault.EMPTY),
        ("330000197803121***", IdNumberFault.MASKED),
        ("3.30000197803121E+17", IdNumberFault.ROUNDED),
        ("330000197803121000", IdNumberFault.ROUNDED),
        ("330000780312123", IdNumberFault.FIFTEEN),
        ("H12345678", IdNumberFault.OTHER_DOCUMENT),
        ("33000019780312123", IdNumberFault.LENGTH),
        ("3300001978031212355", IdNumberFault.LENGTH),
        ("无", IdNumberFault.CHARACTERS),
        ("33000019780312123²", IdNumberFault.CHARACTERS),
        ("33000019780312X235", IdNumberFault.CHARACTERS),
        ("330000197803121230", IdNumberFault.CHECK),
        ("330000197902290114", IdNumberFault.DATE),
        ("330000197813010117", IdNumberFault.DATE),
        ("330000209901010112", IdNumberFault.FUTURE),
    ],
)
def test_id_number_refused_with_a_stable_reason(text: str, fault: IdNumberFault) -> None:
    with pytest.raises(Malformed) as refusal:
        identity.parse_id_number(text, today=TODAY)
    assert refusal.value.fault is fault
    assert refusal.value.code == fault.value


def test_birth_today_is_accepted_and_tomorrow_is_not() -> None:
    first_17 = "33000020261124001"
    number = first_17 + identity.check_character(first_17)
    assert identity.parse_id_number(number, today=TODAY).birth_on == TODAY
    with pytest.raises(Malformed):
        identity.parse_id_number(number, today=TODAY - dt.timedelta(days=1))


def test_id_number_is_masked_and_hidden_from_repr() -> None:
    found = identity.parse_id_number("330000197803121235", today=TODAY)
    assert identity.mask_id(found.number) == "330000********1235"
    assert identity.last_four(found.number) == "1235"
    assert found.number not in repr(found)


@given(st.dates(dt.date(1900, 1, 1), TODAY), st.integers(0, 999), st.sampled_from(["330104", "110105", "820000"]))
def test_id_number_made_by_the_rule_is_accepted_and_any_changed_digit_is_not(
    born: dt.date, order: int, region: str
) -> None:
    first_17 = f"{region}{born:%Y%m%d}{order:03d}"
    number = first_17 + identity.check_character(first_17)
    assert identity.parse_id_number(number, today=TODAY).birth_on == born
    for place in range(17):
        changed = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        with pytest.raises(Malformed):
            identity.parse_id_number(changed, today=TODAY)


@pytest.mark.parametrize("row", cases("phone_cases.csv"), ids=lambda row: row["note"])
def test_phone_of_the_supplied_cases(row: dict[str, str]) -> None:
    if row["valid"] == "1":
        assert phones.parse_phone(row["input"]) == row["normalised"]
    else:
        with pytest.raises(Malformed):
            phones.parse_phone(row["input"])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", PhoneFault.EMPTY),
        ("139****0001", PhoneFault.MASKED),
        ("1.39E+10", PhoneFault.ROUNDED),
        ("13900000001/13900000002", PhoneFault.SEVERAL),
        ("13900000001（家属）", PhoneFault.CHARACTERS),
        ("0571-88000000", PhoneFault.LANDLINE),
        ("400-800-0000", PhoneFault.LANDLINE),
        ("+852 5123 4567", PhoneFault.FOREIGN),
        ("1390000000", PhoneFault.LENGTH),
        ("12900000001", PhoneFault.PREFIX),
        ("无", PhoneFault.CHARACTERS),
    ],
)
def test_phone_refused_with_a_stable_reason(text: str, fault: PhoneFault) -> None:
    with pytest.raises(Malformed) as refusal:
        phones.parse_phone(text)
    assert refusal.value.fault is fault


def test_phone_from_a_number_cell_with_country_code_is_accepted() -> None:
    assert phones.parse_phone("8613900000001.0") == phones.parse_phone("+8613900000001.0") == "13900000001"


def test_phone_is_masked() -> None:
    assert phones.mask_phone("13900000001") == "139****0001"


@pytest.mark.parametrize("row", cases("uscc_cases.csv"), ids=lambda row: row["note"])
def test_uscc_of_the_supplied_cases(row: dict[str, str]) -> None:
    if row["valid"] == "1":
        assert uscc.parse_uscc(row["input"]) == row["normalised"]
    else:
        with pytest.raises(Malformed):
            uscc.parse_uscc(row["input"])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("52330100308207913A", UsccFault.CHECK),
        ("523301003I82079133", UsccFault.CHARACTERS),
        ("523301003O82079133", UsccFault.CHARACTERS),
        ("52330100308207913", UsccFault.LENGTH),
        ("330100123456789", UsccFault.LICENCE),
        ("12345678-9", UsccFault.ORGANISATION),
    ],
)
def test_uscc_refused_with_a_stable_reason(text: str, fault: UsccFault) -> None:
    with pytest.raises(Malformed) as refusal:
        uscc.parse_uscc(text)
    assert refusal.value.fault is fault


def test_fault_codes_are_distinct() -> None:
    codes = [fault.value for enum in (IdNumberFault, PhoneFault, UsccFault) for fault in enum]
    assert len(codes) == len(set(codes))


# Digits, near-digits and what surrounds them reach the code behind the first test more often than plain text.
near = st.text("0123456789X*-+.()（）86１３９xE '\u200b\u202d\u3000\t张", max_size=26)


@given(st.text(max_size=40) | near)
@example("-'139")
@example("8686+8613900000001.0.0")
def test_no_text_raises_anything_but_a_refusal(text: str) -> None:
    for normalise, parse in (
        (phones.normalise, phones.parse_phone),
        (identity.normalise, lambda text: identity.parse_id_number(text, today=TODAY).number),
        (uscc.normalise, uscc.parse_uscc),
    ):
        once = normalise(text)
        assert normalise(once) == once
        with suppress(Malformed):
            assert parse(text) == once
