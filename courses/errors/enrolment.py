"""What enrolment and programmes refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.errors import Refusal

from ..enums.enrolment import Bar


class NotAdmitted(Refusal):
    """Something stands in the way of taking part; the code is the bar's, the sentence says what to do."""

    status = 403

    def __init__(self, bar: Bar, sentence: str) -> None:
        super().__init__(sentence)
        self.bar = bar
        self.code = str(bar.value)


class RequestDecided(Refusal):
    code = "enrolment_request_decided"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This request was decided or taken back in the meantime."))


class RequestOpen(Refusal):
    code = "enrolment_request_open"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("You have asked already. Wait for the answer, or take the request back first."))


class RefusalWithoutReason(Refusal):
    code = "enrolment_reason_missing"

    def __init__(self) -> None:
        sentence = _("Say why: the learner reads it.")
        super().__init__(sentence, fields={"reason": str(sentence)})


class TermsOutOfOrder(Refusal):
    code = "enrolment_terms_out_of_order"

    def __init__(self) -> None:
        sentence = _("The last day lies before the first. Correct one of the two dates.")
        super().__init__(sentence, fields={"closes_on": str(sentence)})


class NeedsOrganisation(Refusal):
    code = "enrolment_needs_organisation"

    def __init__(self) -> None:
        sentence = _("This course belongs to the whole province. Give it to an organisation first, or leave this open.")
        super().__init__(sentence, fields={"is_for_own_people": str(sentence)})


class GoesInACircle(Refusal):
    """`way`: titles of the courses that require each other."""

    code = "prerequisites_in_a_circle"
    status = 409

    def __init__(self, way: list[str]) -> None:
        sentence = _("These courses would require each other, and nobody could begin: %(way)s. Leave one of them out.")
        text = str(sentence) % {"way": " → ".join(way)}
        super().__init__(text, fields={"courses": text})


class ProgrammeExists(Refusal):
    code = "programme_exists"
    status = 409

    def __init__(self) -> None:
        sentence = _("This organisation has a programme of this title that begins that day. Choose another title.")
        super().__init__(sentence, fields={"title": str(sentence)})


class ProgrammeDatesOutOfOrder(Refusal):
    code = "programme_dates_out_of_order"

    def __init__(self) -> None:
        sentence = _("The programme ends before it begins. Correct one of the two dates.")
        super().__init__(sentence, fields={"ends_on": str(sentence)})


class CourseInProgramme(Refusal):
    code = "course_in_programme"
    status = 409

    def __init__(self) -> None:
        sentence = _("This course is in the programme already.")
        super().__init__(sentence, fields={"course": str(sentence)})
