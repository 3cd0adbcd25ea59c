"""What stands against a lesson."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..enums.preflight import FindingCode
from .facts import LessonFacts
from .findings import Finding
from .lengths import spoken
from .regulations import judge_citations

# After this much study a presence check has come for certain (hours.md, section 1: every 6 to 18 minutes).
CERTAIN_CHECK_SECONDS = 18 * 60


def judge_lesson(facts: LessonFacts, *, on: dt.date) -> list[Finding]:
    """Everything there is to say, what blocks first."""
    found = [*_hours(facts), *_checks(facts), *_access(facts), *_words(facts)]
    found += judge_citations(facts.citations, on=on)
    return sorted(found, key=lambda finding: not finding.is_blocking)


def arithmetic(facts: LessonFacts) -> str:
    """How the measured length comes about, such as “recording 21 min 10 s + reading 6 min 40 s = 27 min 50 s”."""
    lengths = {
        "recording": spoken(facts.recording_seconds),
        "reading": spoken(facts.reading_seconds),
        "measured": spoken(facts.measured_seconds),
        "characters": facts.characters,
    }
    if facts.recording and facts.reading_ms:
        return _("recording %(recording)s + reading %(reading)s = %(measured)s") % lengths
    if facts.recording:
        return _("recording %(recording)s, nothing to read") % lengths
    return _("no recording, reading %(reading)s (%(characters)s characters, 400 a minute)") % lengths


def _hours(facts: LessonFacts) -> Iterator[Finding]:
    if not facts.measured_seconds:
        sentence = _("There is nothing to study: neither a recording nor a text, so no time can be credited.")
        yield Finding(FindingCode.NOTHING_TO_STUDY, sentence, "body", is_blocking=True)
    elif facts.claimed_minutes is None:
        sentence = _("No minutes are claimed, so the measured length counts: %(arithmetic)s.") % {
            "arithmetic": arithmetic(facts)
        }
        yield Finding(FindingCode.NOTHING_CLAIMED, sentence, "claimed_minutes", is_blocking=False)
    if facts.claimed_minutes is not None and facts.claimed_minutes * 60 > facts.measured_seconds:
        sentence = _("Claimed %(claimed)s min; %(arithmetic)s; at most %(most)s minutes.") % {
            "claimed": facts.claimed_minutes,
            "arithmetic": arithmetic(facts),
            "most": facts.most_minutes,
        }
        yield Finding(FindingCode.OVERCLAIMED, sentence, "claimed_minutes", is_blocking=True)


def _checks(facts: LessonFacts) -> Iterator[Finding]:
    if facts.keyless_questions:
        sentence = _("These questions of the quiz have no right answer: %(numbers)s.") % {
            "numbers": ", ".join(map(str, facts.keyless_questions))
        }
        yield Finding(FindingCode.NO_RIGHT_ANSWER, sentence, "body", is_blocking=True)
    if facts.quiz_key is not None:
        return
    if facts.measured_seconds >= CERTAIN_CHECK_SECONDS:
        sentence = _("There is no quiz: only the presence checks show that somebody studied.")
        yield Finding(FindingCode.ONLY_PRESENCE_CHECKS, sentence, "body", is_blocking=False)
    else:
        sentence = _(
            "Nothing checks what was learned: presence checks come every 6 to 18 minutes, and this lesson takes only "
            "%(measured)s. Add a quiz."
        ) % {"measured": spoken(facts.measured_seconds)}
        yield Finding(FindingCode.NO_CHECK, sentence, "body", is_blocking=True)


def _access(facts: LessonFacts) -> Iterator[Finding]:
    recording = facts.recording
    if recording and not recording.has_captions and not recording.has_transcript:
        sentence = (
            _("The video has neither captions nor a transcript. Give it one of them, on the recording's own page.")
            if recording.is_video
            else _("The sound recording has no transcript. Give it one, on the recording's own page.")
        )
        yield Finding(FindingCode.NO_CAPTIONS, sentence, "body", is_blocking=True)
    elif recording and recording.is_video and not recording.has_captions:
        sentence = _("The video has a transcript but no captions: who cannot hear reads beside the picture.")
        yield Finding(FindingCode.ONLY_TRANSCRIPT, sentence, "body", is_blocking=False)
    if facts.undescribed_images:
        sentence = _("Images without a description that are not called decorative: %(count)s.") % {
            "count": facts.undescribed_images
        }
        yield Finding(FindingCode.IMAGES_UNDESCRIBED, sentence, "body", is_blocking=True)


def _words(facts: LessonFacts) -> Iterator[Finding]:
    if not facts.has_goals:
        sentence = _("No goals: say what somebody can do after this lesson.")
        yield Finding(FindingCode.NO_GOALS, sentence, "goals", is_blocking=False)
    if not facts.has_practice:
        sentence = _("No practice task: say what somebody can try out at work.")
        yield Finding(FindingCode.NO_PRACTICE, sentence, "practice", is_blocking=False)
