"""What a database is to the demonstration: empty, begun, finished, or somebody else's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from attendance.models import SchemeVersion
from attendance.selectors import FOUNDING_SCHEME, scheme_version
from courses.models import CoursePage
from people.errors import Refusal
from people.models import User

BEGUN = "cms.begin_demonstration"
FINISHED = "cms.finish_demonstration"
SHORTEST_DAYS = 60


class NotForDemonstration(Refusal):
    code = "not_for_demonstration"
    status = 409


@dataclass(frozen=True)
class Plan:
    """What the whole demonstration follows from. `begun_at` is the first run's instant, kept for later runs.

    The history lasts from `starts_on` to `ends_on`, the day before the first run, within the scheme's period.
    """

    seed: int
    days: int
    begun_at: dt.datetime
    starts_on: dt.date
    ends_on: dt.date

    @property
    def day_count(self) -> int:
        return (self.ends_on - self.starts_on).days


def plan_for(*, seed: int, days: int, at: dt.datetime) -> Plan:
    """The plan of the demonstration that is here, or a new one. Raises NotForDemonstration; writes nothing."""
    begun = ModelLogEntry.objects.filter(action=BEGUN).first()
    if begun is not None:
        facts = begun.data
        if facts["seed"] != seed:
            raise NotForDemonstration(
                _("This database holds the demonstration of seed %(seed)d. Use that seed, or another database.")
                % {"seed": facts["seed"]}
            )
        return _plan(seed, facts["days"], begun.timestamp)
    people, courses = User.objects.count(), CoursePage.objects.count()
    if people or courses:
        raise NotForDemonstration(
            _(
                "This database holds data that is not the demonstration's: %(people)d people and %(courses)d courses. "
                "The demonstration needs a database of its own: set DATABASE_URL to an empty one."
            )
            % {"people": people, "courses": courses}
        )
    plan = _plan(seed, days, at)
    if plan.day_count < SHORTEST_DAYS:
        raise NotForDemonstration(
            _("A history needs at least %(days)d days since the training period began.") % {"days": SHORTEST_DAYS}
        )
    return plan


def remember(action: str, plan: Plan, subject: User, *, at: dt.datetime, people: int) -> bool:
    """Keep that the demonstration was begun or finished; answers whether that was new."""
    if ModelLogEntry.objects.filter(action=action).exists():
        return False
    log(subject, action, timestamp=at, data={"seed": plan.seed, "days": plan.days, "people": people})
    return True


def is_unfinished() -> bool:
    """Whether a demonstration is wanted here: nothing is there yet, or a first run was cut short."""
    if ModelLogEntry.objects.filter(action=FINISHED).exists():
        return False
    return ModelLogEntry.objects.filter(action=BEGUN).exists() or not User.objects.exists()


def _plan(seed: int, days: int, begun_at: dt.datetime) -> Plan:
    yesterday = timezone.localdate(begun_at) - dt.timedelta(days=1)
    try:
        period = scheme_version(FOUNDING_SCHEME, yesterday)
    except SchemeVersion.DoesNotExist:
        raise NotForDemonstration(_("No rule of the 120 hours is in force yet on this date.")) from None
    ends_on = min(yesterday, period.window_ends_on)
    starts_on = max(ends_on - dt.timedelta(days=days), period.window_starts_on)
    return Plan(seed, days, begun_at, starts_on, ends_on)
