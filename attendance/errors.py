"""Refusals of the study and ledger rules (hours.md)."""

from django.utils.translation import gettext_lazy as _

from people.errors import Refusal


class UnknownLesson(Refusal):
    code = "unknown_lesson"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This lesson does not exist or is not open to you."))


class UnknownSession(Refusal):
    """Another learner's session and one that never was look alike."""

    code = "unknown_session"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This study session does not exist. Reload the page to go on."))


class BadToken(Refusal):
    code = "bad_token"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("This page is no longer valid for recording time. Reload it to go on."))


class OtherPayload(Refusal):
    code = "other_payload"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This report was already received with other content."))


class SessionClosed(Refusal):
    code = "session_closed"
    status = 410

    def __init__(self) -> None:
        super().__init__(_("This study session ended too long ago. Reload the page to go on."))


class TooEarly(Refusal):
    """More content is claimed than the elapsed time allows. Nothing was stored."""

    code = "too_early"
    status = 425

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(
            _("More was reported than can have been studied in this time."),
            retry_after=retry_after,
        )


class BadRanges(Refusal):
    code = "bad_ranges"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("The reported positions are not valid."),
            fields={"ranges": str(_("Up to 64 pairs [start, end] of whole milliseconds within the lesson."))},
        )


class UnknownCheck(Refusal):
    code = "unknown_check"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This presence check does not exist or is already settled."))


class NoQuiz(Refusal):
    code = "no_quiz"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This lesson has no quiz."))


class IncompleteAnswers(Refusal):
    code = "incomplete_answers"
    status = 422

    def __init__(self, unanswered: list[int]) -> None:
        super().__init__(
            _("Please answer every question. Not answered yet: %(numbers)s")
            % {"numbers": ", ".join(str(number) for number in unanswered)}
        )


class AlreadyReversed(Refusal):
    code = "already_reversed"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This entry was already reversed."))


class AlreadyRecorded(Refusal):
    code = "already_recorded"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This person's attendance at this class is already recorded."))


class UnknownEntry(Refusal):
    code = "unknown_entry"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This entry does not exist."))


class HoursDisagree(Refusal):
    """Ledger or projections of an account differ from its evidence: nothing may be built on them."""

    code = "hours_disagree"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("The hours of one of the accounts do not agree with its evidence. Ask the operator to look at it first.")
        )


class AccountMerged(Refusal):
    """The account was put together with another one of the same person; time counts there."""

    code = "account_merged"
    status = 410

    def __init__(self) -> None:
        super().__init__(_("This account was put together with another one. Sign in with that one to go on."))


class ExamUnderWay(Refusal):
    """No study time counts during an exam (hours.md, invariant I2)."""

    code = "exam_under_way"
    status = 409

    def __init__(self, title: str) -> None:
        super().__init__(
            _("The exam “%(title)s” is under way, and no study time counts meanwhile. Hand it in first.")
            % {"title": title}
        )


class UnknownRun(Refusal):
    """Another learner's run of a package, a package of no lesson of one's own, and one that never was look alike."""

    code = "unknown_run"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This part of the package cannot be opened. Reload the lesson and try again."))


class PackageOpenElsewhere(Refusal):
    code = "package_open_elsewhere"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This part was opened again, here or on another device. Only the newest one is recorded."))


class BadPackageState(Refusal):
    code = "bad_package_state"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("What the package reported is not in order or too large, so it was not kept."))
