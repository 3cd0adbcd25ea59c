"""Transcripts from captions."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from courses.transcripts import Cue, Passage, cues, passages_of, plain_passages

VTT = """WEBVTT - 走访

NOTE 这不是字幕

1
00:00:00.000 --> 00:00:05.000 align:start
<v 小林>你好，</v>我是
社区的小林。

00:07,500 --> 00:09,000
A &amp; B

01:00:00.000 --> 01:00:02.000

00:99 --> wrong
"""

cue_lists = st.lists(
    st.builds(
        lambda start, length, text: Cue(start, start + length, text),
        st.integers(0, 4_000_000),
        st.integers(0, 9000),
        st.text(min_size=1, max_size=12).map(lambda text: f"字{text.strip()}"),
    ),
    max_size=30,
)


def test_cues_are_read_with_markup_and_settings_left_out() -> None:
    assert cues(VTT.replace("\n", "\r\n")) == [
        Cue(0, 5000, "你好，我是 社区的小林。"),
        Cue(7500, 9000, "A & B"),
    ]


@given(st.text(alphabet=st.sampled_from("0123456789:.,->\n <你&;"), max_size=300))
def test_captions_of_any_kind_raise_nothing(captions: str) -> None:
    for cue in cues(captions):
        assert cue.text


@given(cue_lists)
def test_passages_keep_every_word_in_order(found: list[Cue]) -> None:
    said = "".join(passage.text for passage in passages_of(found)).replace(" ", "")
    assert said == "".join(cue.text for cue in found).replace(" ", "")


@given(cue_lists)
def test_passages_begin_where_a_cue_begins(found: list[Cue]) -> None:
    assert {passage.start_ms for passage in passages_of(found)} <= {cue.start_ms for cue in found}


def test_captions_of_the_demonstration_become_paragraphs_of_half_a_minute() -> None:
    captions = Path("cms/demo/media/elder-care.vtt").read_text("utf-8")
    starts = [passage.start_ms for passage in passages_of(cues(captions))]
    assert starts == [0, 32417]


def test_plain_transcript_has_a_paragraph_a_line() -> None:
    assert plain_passages("一\n\n 二 \n") == [Passage(None, "一"), Passage(None, "二")]
