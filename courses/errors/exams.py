"""Refusals of exams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.errors import Refusal


def _when(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i")


class ExamNotOffered(Refusal):
    """Not in use, not of a course one takes part in, or none at all: they look alike."""

    code = "exam_not_offered"
    status = 404

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This exam is not offered to you. Take part in its course first."))


class ExamNotYetOpen(Refusal):
    code = "exam_not_yet_open"
    status = 409

    def __init__(self, opens_at: dt.datetime) -> None:
        super().__init__(_("This exam opens on %(at)s. Come back then.") % {"at": _when(opens_at)})


class ExamOver(Refusal):
    code = "exam_over"
    status = 409

    def __init__(self, closes_at: dt.datetime) -> None:
        super().__init__(
            _("This exam closed on %(at)s. Ask its trainer if you still need it.") % {"at": _when(closes_at)}
        )


class NoAttemptsLeft(Refusal):
    code = "no_attempts_left"
    status = 409

    def __init__(self, allowed: int) -> None:
        super().__init__(
            _("You have used all attempts at this exam (%(allowed)s). Ask its trainer what you can do.")
            % {"allowed": allowed}
        )


class AttemptTooSoon(Refusal):
    code = "attempt_too_soon"
    status = 409

    def __init__(self, next_at: dt.datetime) -> None:
        super().__init__(_("The next attempt is possible from %(at)s.") % {"at": _when(next_at)})


class AttemptWaiting(Refusal):
    code = "attempt_waiting"
    status = 409

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Your last attempt is still being marked. Wait for its result first."))


class OtherAttemptOpen(Refusal):
    code = "other_attempt_open"
    status = 409

    def __init__(self, title: str) -> None:
        super().__init__(_("You are sitting the exam “%(title)s”. Hand that in first.") % {"title": title})


class TooFewQuestions(Refusal):
    """The rules of the sections cannot be met; one sentence a section."""

    code = "too_few_questions"
    status = 409

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))


class UnknownAttempt(Refusal):
    """Somebody else's and none look alike."""

    code = "unknown_attempt"
    status = 404

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This attempt does not exist. Open the exam again from your exams."))


class AttemptClosed(Refusal):
    code = "attempt_closed"
    status = 410

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This attempt was handed in. What was saved until then counts."))


class TakenOver(Refusal):
    """A newer device goes on; what this one still had is kept in its browser."""

    code = "exam_taken_over"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "You went on with this exam on another device. This page no longer saves; continue here to return."
            )
        )


class StaleAnswer(Refusal):
    """A newer answer is stored already; `seq` is its number."""

    code = "stale_answer"
    status = 409

    def __init__(self, seq: int) -> None:
        super().__init__(gettext_lazy("A newer answer to this question is saved already."), seq=seq)


class ExamInUse(Refusal):
    code = "exam_in_use"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "The exam is in use. Take it out of use before you change what is asked, so that all get the same."
            )
        )


class SectionWrong(Refusal):
    code = "section_wrong"


class MarkNotPossible(Refusal):
    code = "mark_not_possible"
    status = 409


class MarkOutOfRange(Refusal):
    code = "mark_out_of_range"
    status = 422

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Give every criterion points between nothing and its most, in steps of 0.01."))


class LearnerNotFound(Refusal):
    code = "learner_not_found"
    status = 404

    def __init__(self) -> None:
        sentence = gettext_lazy("Nobody who takes part in this course has this phone number or account name.")
        super().__init__(sentence, fields={"learner": str(sentence)})


class ExtraTimeWrong(Refusal):
    code = "extra_time_wrong"
    status = 422

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Give either percent (up to 300) or minutes (up to 600), and the reason."))
