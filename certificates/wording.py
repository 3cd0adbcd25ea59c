"""The words of the documents. Documents are Chinese by law, whatever language a page is shown in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping

NUMBER_LABEL = "证书编号："
ADDRESS = "同志："
ASSESSED = "，考核成绩合格"
ADDRESS_WITH_ID = "同志（证件号码 {}）："
VARIABLE = re.compile(r"\{(\w+)\}")

CATEGORIES = {
    "values": "价值观与伦理",
    "law": "政策法规",
    "theory": "理论与方法",
    "practice": "实务",
    "supervision": "督导",
    "digital": "数字技能",
}
MODALITIES = {
    "on_demand": "线上点播",
    "live": "线上直播",
    "classroom": "面授",
    "supervised": "督导",
    "external": "校外认定",
}


def check_lines(site: str, number: str) -> tuple[str, str, str, str]:
    """Beside the QR code: how to check the certificate."""
    return ("扫码或登录以下网址核对真伪", site, f"查验码：{number}", "查验结果以网上为准")


def date_words(on: dt.date) -> str:
    return f"{on.year} 年 {on.month} 月 {on.day} 日"


def period_words(first: dt.date, last: dt.date) -> str:
    return date_words(first) if first == last else f"{date_words(first)}至 {date_words(last)}"


def credit_words(tenths: int) -> str:
    """Credit hours with one decimal at most."""
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def breakdown_words(tenths_by_modality: Mapping[str, int]) -> str:
    """How the hours were earned, in the order of MODALITIES; nothing for nothing."""
    parts = [(MODALITIES[key], tenths_by_modality[key]) for key in MODALITIES if tenths_by_modality.get(key)]
    if len(parts) == 1:
        return f"（均为{parts[0][0]}）"
    listed = "、".join(f"{word} {credit_words(tenths)} 学时" for word, tenths in parts)
    return f"（其中{listed}）" if parts else ""


def category_words(keys: Collection[str]) -> str:
    return "、".join(CATEGORIES[key] for key in CATEGORIES if key in keys)


def rule_words(scheme_key: str, version: int) -> str:
    return f"{scheme_key} 第 {version} 版"


def rule_line(rule: str, minutes_per_credit: int) -> str:
    version = f"规则版本：{rule}，" if rule else "学时折算："
    return f"{version}1 学时 = {minutes_per_credit} 分钟"


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put values for `{variables}`. Raises KeyError for a variable that does not exist."""
    return VARIABLE.sub(lambda match: values[match.group(1)], template)


def runs(body: str, values: Mapping[str, str]) -> tuple[tuple[str, bool], ...]:
    """The text as (characters, bold). `**` turns bold on and off in the template, never inside a value."""
    pieces = body.split("**")
    if len(pieces) % 2 == 0:
        raise ValueError("a ** is not closed")
    filled = ((fill(piece, values), bool(place % 2)) for place, piece in enumerate(pieces))
    return tuple((text, bold) for text, bold in filled if text)
