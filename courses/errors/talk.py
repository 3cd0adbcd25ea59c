"""What talk and evaluation refuse."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal


class MayTellWho(Refusal):
    """Not a refusal for good: whoever read the warning may post all the same."""

    code = "may_tell_who"
    status = 422

    def __init__(self, detail: str | Promise) -> None:
        super().__init__(detail, fields={"text": str(detail)})


class NotInThisCourse(Refusal):
    code = "not_in_this_course"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Only those who take part in this course can do that. Enrol first."))


class AlreadyEvaluated(Refusal):
    code = "already_evaluated"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("You have evaluated this course already. Thank you; it counts once."))


class AlreadyEndorsed(Refusal):
    code = "already_endorsed"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Another answer is endorsed. Take that back first."))
