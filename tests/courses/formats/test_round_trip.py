"""A draft written into a file and read again is the same draft, for everything that the format can say."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courses.enums import BankKind, Difficulty, MultipleScoring
from courses.enums.question_faults import QuestionLoss
from courses.questions.checking import faults
from courses.questions.draft import QuestionDraft
from courses.questions.formats import build
from courses.questions.formats.detect import read_questions
from courses.questions.formats.gift.write import gift_of
from courses.questions.formats.judging import judge
from courses.questions.formats.layout_write import cells_of
from courses.questions.formats.losses import Losses
from courses.questions.formats.moodle.write import FOOT, HEAD, moodle_of
from courses.questions.formats.sheet_write import write_sheet

SIGNS = "abcXYZ 019一二三年社工。，；：|、/\\~=#{}:%*[]<>&\"'-_@+?！（）->→\n"
texts = (
    st.text(alphabet=SIGNS, min_size=1, max_size=24)
    .map(lambda text: "\n".join(line.strip() for line in text.split("\n")).strip())
    .filter(lambda text: text and "\n\n" not in text and "__" not in text and not text.startswith("="))
)
stems = texts.map(lambda text: f"问{text}题")
lists = st.lists(texts, min_size=2, max_size=6, unique_by=lambda text: "".join(text.casefold().split()))
percents = st.sampled_from([100, 50, 25, 33.33333])
accepted = st.one_of(
    st.builds(build.text_accepted, texts, percents),
    st.builds(build.number_accepted, st.sampled_from(["3", "-2.5", "0"]), st.sampled_from(["0", "0.01"]), percents),
)


@st.composite
def choices(draw: st.DrawFn) -> QuestionDraft:
    options, shuffle = draw(lists), draw(st.booleans())
    places = range(len(options))
    if draw(st.booleans()):
        right = draw(st.sampled_from(places))
        others = {place: 50 for place in places if place != right and draw(st.booleans())}
        return build.single(draw(stems), options, right, weights=others, shuffle=shuffle)
    rights = draw(st.sets(st.sampled_from(places), min_size=1))
    scoring = draw(st.sampled_from(MultipleScoring))
    weights: dict[int, build.Weight] = {place: 40 if place in rights else -30 for place in places}
    return build.multiple(draw(stems), options, rights, scoring=scoring, weights=weights, shuffle=shuffle)


@st.composite
def fills(draw: st.DrawFn) -> QuestionDraft:
    blanks = draw(st.lists(st.lists(accepted, min_size=1, max_size=3), min_size=1, max_size=3))
    sign = "____" if len(blanks) > 1 or draw(st.booleans()) else ""
    stem = "问" + "、".join(f"{sign}年{number}" for number in range(len(blanks)))
    return build.fill(stem, blanks, any_order=draw(st.booleans()), match_case=draw(st.booleans()))


simple = st.one_of(
    choices(),
    fills(),
    st.builds(build.true_false, stems, st.booleans()),
    st.builds(
        lambda stem, lefts, rights: build.matching(stem, list(zip(lefts, rights * 3, strict=False)), rights),
        stems,
        lists,
        lists,
    ),
    st.builds(build.ordering, stems, lists),
    st.builds(build.short, stems, st.lists(st.builds(build.text_accepted, texts), max_size=2), st.just("要点")),
    st.builds(
        build.essay,
        stems,
        st.just("参考\n两行"),
        st.lists(st.tuples(texts, st.sampled_from([100, 250])), max_size=3),
        st.sampled_from([None, 800]),
    ),
)
drafts = st.one_of(simple, st.builds(build.case, stems, st.lists(simple, min_size=1, max_size=3))).flatmap(
    lambda draft: st.builds(
        replace,
        st.just(draft),
        explanation=st.sampled_from(["", "见第三章。\n第二行"]),
        difficulty=st.sampled_from(Difficulty),
        tags=st.sampled_from([(), ("法律", "A;B，C"), ("反[家]暴",)]),
    )
)


def valued(draft: QuestionDraft) -> QuestionDraft:
    """With the points that a marking scheme adds up to."""
    if draft.kind == BankKind.CASE:
        return replace(build.case(draft.stem, [valued(part) for part in build.parts_of(draft)]), **about(draft))
    total = sum(one["centipoints"] for one in draft.key.get("rubric", []))
    return replace(draft, centipoints=total or 250)


def about(draft: QuestionDraft) -> dict[str, object]:
    return {"explanation": draft.explanation, "difficulty": draft.difficulty, "tags": draft.tags}


def read_again(name: str, content: bytes) -> QuestionDraft | None:
    reading = read_questions(name, content)
    judge(reading)
    assert [found.code for one in reading.questions for found in one.faults] == []
    assert len(reading.questions) == 1
    return reading.questions[0].draft


def is_sound(draft: QuestionDraft) -> bool:
    return not any(fault.is_blocking for fault in faults(draft))


@given(drafts.map(valued))
def test_workbook_carries_everything(draft: QuestionDraft) -> None:
    assume(is_sound(draft))
    file = io.BytesIO()
    write_sheet(file, [cells_of(draft)])
    assert read_again("a.xlsx", file.getvalue()) == draft


@pytest.mark.parametrize("stem", ["method() 返回什么", "__init__ 是什么", "（　）与__", "a []"])
def test_brackets_that_are_no_blanks_stay(stem: str) -> None:
    draft = build.fill(stem, [[build.text_accepted("a|b；c")]])
    file = io.BytesIO()
    write_sheet(file, [cells_of(draft)])
    assert read_again("a.xlsx", file.getvalue()) == draft


def told(draft: QuestionDraft) -> QuestionDraft:
    """What GIFT has no words for, as an import fills it in."""
    return replace(draft, difficulty=Difficulty.MEDIUM, centipoints=100)


@given(drafts)
def test_gift_carries_what_it_does_not_name_as_lost(draft: QuestionDraft) -> None:
    draft = told(draft)
    assume(is_sound(draft))
    losses = Losses()
    text = gift_of(draft, losses)
    assert bool(text) != losses.is_left_out
    if not losses.counts:
        assert read_again("a.gift", text.encode()) == draft


@given(drafts)
def test_moodle_xml_carries_what_it_does_not_name_as_lost(draft: QuestionDraft) -> None:
    blanks = draft.content.get("blanks", 1)
    draft = replace(draft, difficulty=Difficulty.MEDIUM, centipoints=100 * blanks if blanks > 1 else 250)
    assume(is_sound(draft))
    losses = Losses()
    text = moodle_of(draft, losses)
    assert bool(text) != losses.is_left_out
    if not losses.counts:
        assert read_again("a.xml", f"{HEAD}{text}{FOOT}".encode()) == draft


@pytest.mark.parametrize(
    ("draft", "loss"),
    [
        (build.ordering("排", ["一", "二"]), QuestionLoss.KIND),
        (build.case("案", [build.true_false("对", True)]), QuestionLoss.KIND),
        (build.essay("论", "要点", [("一", 100)]), QuestionLoss.RUBRIC),
        (build.essay("论", "要点"), QuestionLoss.REFERENCE),
        (build.fill("____和____", [[build.text_accepted("a")]] * 2), QuestionLoss.SEVERAL_BLANKS),
        (replace(build.true_false("对", True), centipoints=300), QuestionLoss.POINTS),
        (replace(build.true_false("对", True), difficulty=Difficulty.HARD), QuestionLoss.DIFFICULTY),
        (build.multiple("多", ["一", "二"], [0, 1], scoring=MultipleScoring.ALL), QuestionLoss.ALL),
    ],
)
def test_gift_names_what_it_cannot_say(draft: QuestionDraft, loss: QuestionLoss) -> None:
    losses = Losses()
    gift_of(draft, losses)
    assert loss in losses.counts
