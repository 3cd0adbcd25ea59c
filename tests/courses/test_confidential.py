"""The confidentiality guard: what may tell who a client is, and what it leaves in peace."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enums.talk import Telltale
from courses.talk.confidential import findings, without

ID_NUMBER = "330000195805204418"
texts = st.text(max_size=300) | st.text(alphabet="0123456789Xx -.一二三零王李名叫先生，。\u3000０１２", max_size=80)


def kinds(text: str) -> list[str]:
    return [one.kind.value for one in findings(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"身份证{ID_NUMBER}。",
        "身份证 330000 19580520 4418",
        "３３００００１９５８０５２０４４１８",
        "330000-1958-0520-4418",
        "三三〇〇〇〇一九五八〇五二〇四四一八",
        "老证330000580520441",
        "11010519491231002x",
    ],
)
def test_id_number_is_found_however_it_is_written(text: str) -> None:
    assert kinds(text) == [Telltale.ID_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "打13800138000",
        "打 138-0013-8000",
        "打+86 138 0013 8000",
        "打１３８００１３８０００",
        "一三八零零一三八零零零",
        "008613800138000",
    ],
)
def test_phone_is_found_however_it_is_written(text: str) -> None:
    assert kinds(text) == [Telltale.PHONE]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("案主王小芳，女，68岁", "王小芳"),
        ("他名叫欧阳娜娜。", "欧阳娜娜"),
        ("姓名：李雷", "李雷"),
        ("李建国同志找到我们", "李建国"),
        ("服务对象陈明。", "陈明"),
        ("阿依古丽·买买提的孩子", "阿依古丽·买买提"),
        ("陈桂兰奶奶独居", "陈桂兰"),
    ],
)
def test_full_name_is_found_by_the_words_around_it(text: str, name: str) -> None:
    assert [text[one.start : one.end] for one in findings(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "案主张某，女，68岁",
        "患者李某某，男",
        "王大爷和张老先生都来了",
        "社工小李今年30岁",
        "居民高兴地说周围很安静",
        "独居老人今年多了三户",
        "2026-11-24 10:30 在三楼开会，共 12 人，经费 3500 元",
        "禁毒法第三十三条规定三年",
        "请拨打 12345 热线",
        "订单 2026112410305512",
    ],
)
def test_ordinary_text_is_left_in_peace(text: str) -> None:
    assert findings(text) == []


def test_covered_text_holds_nothing_of_the_numbers_and_the_first_character_of_a_name() -> None:
    text = f"案主王小芳，女，电话138 0013-8000，身份证{ID_NUMBER}。"
    assert without(text, findings(text)) == "案主王*，女，电话****，身份证****。"


@given(texts)
def test_guard_reads_anything_and_findings_never_overlap(text: str) -> None:
    found = findings(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(texts)
def test_covered_text_has_no_number_left(text: str) -> None:
    covered = without(text, findings(text))
    assert not {Telltale.ID_NUMBER, Telltale.PHONE} & {one.kind for one in findings(covered)}
