"""Texts with places to choose a word for: drop-down lists (gapselect) and words to drag (ddwtos)."""

from __future__ import annotations

import re
from dataclasses import replace

from ....enums.question_faults import QuestionFault, QuestionNote
from ...draft import QuestionDraft
from .. import build
from ..tree import first, text_of
from .item import Item, centipoints, converted

PLACE = re.compile(r"\[\[([0-9]{1,3})\]\]")
MOST = 60


def places(item: Item, stem: str) -> QuestionDraft | None:
    """A case with a question for each place; one place alone is a question by itself."""
    listed = item.all("selectoption", "dragbox")
    texts = [converted(text_of(first(one, "text")), "html", item.parsed) for one in listed]
    groups = [text_of(first(one, "group")).strip() or "1" for one in listed]
    shuffle = item.flag("shuffleanswers")
    numbers = [int(found) for found in PLACE.findall(stem)]
    if not 0 < len(numbers) <= MOST or any(not 0 < number <= len(texts) for number in numbers):
        item.parsed.fault(QuestionFault.CLOZE, blank=stem)
        return None
    stem_parts = PLACE.split(stem)
    single = len(numbers) == 1
    signs = ["____"] if single else [f"[{place}]" for place in range(1, len(numbers) + 1)]
    shown = "".join(signs[place // 2] if place % 2 else part for place, part in enumerate(stem_parts))
    drafts = []
    for sign, number in zip(signs, numbers, strict=True):
        group = groups[number - 1]
        members = [place for place, one in enumerate(groups) if one == group]
        if len(members) < 2:
            item.parsed.fault(QuestionFault.OPTIONS)
            return None
        options = [texts[place] for place in members]
        drafts.append(build.single(shown if single else sign, options, members.index(number - 1), shuffle=shuffle))
    if single:
        return drafts[0]
    item.parsed.note(QuestionNote.CLOZE_CHOICES, count=len(drafts))
    return build.case(shown, shared_points(drafts, centipoints(item)))


def shared_points(drafts: list[QuestionDraft], total: int) -> list[QuestionDraft]:
    """The points of the whole, given to the parts as evenly as hundredths allow."""
    total = max(total, len(drafts))
    each, rest = divmod(total, len(drafts))
    return [replace(draft, centipoints=each + (place < rest)) for place, draft in enumerate(drafts)]
