"""Who may be certified what. Pure: the ledger's answer in, reasons against it out; no reason means yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enums import Category

from . import wording
from .credits import tenths
from .enums import Lack
from .errors import NotEligible

if TYPE_CHECKING:
    from attendance.selectors import CourseStanding, SchemeProgress


@dataclass(frozen=True)
class Reason:
    """`code` for machines, `sentence` for the person."""

    code: Lack
    sentence: str


def of_course(standing: CourseStanding) -> list[Reason]:
    """Every lesson offered now is finished, every required exam passed, and the ledger holds time for the course."""
    if not standing.lessons or standing.lessons_finished < standing.lessons_total:
        missing = max(standing.lessons_total - standing.lessons_finished, 1)
        sentence = ngettext(
            "%(count)d lesson of this course is not finished yet.",
            "%(count)d lessons of this course are not finished yet.",
            missing,
        )
        return [Reason(Lack.LESSONS, sentence % {"count": missing})]
    if not standing.is_finished:
        sentence = _("The exam “%(title)s” of this course is not passed yet.")
        return [Reason(Lack.EXAM, sentence % {"title": one.title}) for one in standing.exams if not one.is_passed]
    if standing.seconds <= 0 or standing.began_on is None:
        return [Reason(Lack.HOURS, _("No credit hours are confirmed for this course yet."))]
    return []


def of_scheme(progress: SchemeProgress) -> list[Reason]:
    """The target is reached within the window, and so is every minimum of a category."""
    reasons = []
    short = progress.target_seconds - progress.counted_seconds
    if short > 0:
        sentence = _("%(hours)s more credit hours are needed.")
        reasons.append(Reason(Lack.HOURS, sentence % {"hours": _at_least(short, progress.minutes_per_credit)}))
    for key, seconds in sorted(progress.missing.items()):
        # Translators: category is one of the ledger's, such as "practice".
        sentence = _("%(hours)s more credit hours of %(category)s are needed.")
        words = {"hours": _at_least(seconds, progress.minutes_per_credit), "category": Category(key).label}
        reasons.append(Reason(Lack.CATEGORY, sentence % words))
    return reasons


def require_eligible(reasons: list[Reason]) -> None:
    """Raises NotEligible with every reason."""
    if reasons:
        raise NotEligible([reason.sentence for reason in reasons], [reason.code.value for reason in reasons])


def _at_least(seconds: int, minutes_per_credit: int) -> str:
    """What is missing, cut to tenths upwards: it must not look like nothing."""
    return wording.credit_words(-tenths(-seconds, minutes_per_credit))
