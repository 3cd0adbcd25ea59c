"""Whether a qualification is registered, and when it is time to register again. Pure.

Civil dates, both ends of a period included. A month later is the same day of that month, or its last day where
there is no such day (Civil Code, article 202).
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .enums.qualifications import RegistrationState

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """Of the rule in force: months to register first, months a registration is valid, months of the window."""

    first_within_months: int
    valid_months: int
    window_months: int


@dataclass(frozen=True, order=True)
class Period:
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class RegistrationStanding:
    """On a day: the state, the period it stands on (the last one that has begun), and when one can act.

    `opens_on` to `closes_on` is when to register, for the first time or again; empty when it is too late.
    """

    state: RegistrationState
    period: Period | None
    opens_on: dt.date | None
    closes_on: dt.date | None


def months_later(day: dt.date, months: int) -> dt.date:
    """Also for months before (negative)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def usual_end(starts_on: dt.date, terms: Terms) -> dt.date:
    """The last day of a registration that begins on a day."""
    return months_later(starts_on, terms.valid_months) - ONE_DAY


def window_of(period: Period, terms: Terms) -> tuple[dt.date, dt.date]:
    """First and last day for registering again: the months before the first day without registration."""
    opens_on = months_later(period.ends_on + ONE_DAY, -terms.window_months)
    return max(opens_on, period.starts_on), period.ends_on


def overlapping(periods: Iterable[Period], new: Period) -> Period | None:
    """The first period that shares a day with `new`."""
    shared = (one for one in sorted(periods) if one.starts_on <= new.ends_on and new.starts_on <= one.ends_on)
    return next(shared, None)


def registration_standing(
    terms: Terms, periods: Iterable[Period], *, on: dt.date, issued_on: dt.date | None = None
) -> RegistrationStanding:
    """The state on a day. `issued_on` is the day on the certificate: the first registration counts from it."""
    ordered = sorted(periods)
    begun = [period for period in ordered if period.starts_on <= on]
    if not ordered:
        return _never_registered(terms, on, issued_on)
    if not begun:
        return RegistrationStanding(RegistrationState.AHEAD, ordered[0], None, None)
    last = begun[-1]
    if last.ends_on < on:
        return RegistrationStanding(RegistrationState.LAPSED, last, None, None)
    if any(period.starts_on > last.ends_on for period in ordered):  # registered again already
        return RegistrationStanding(RegistrationState.IN_FORCE, last, None, None)
    opens_on, closes_on = window_of(last, terms)
    state = RegistrationState.WINDOW_OPEN if opens_on <= on else RegistrationState.IN_FORCE
    return RegistrationStanding(state, last, opens_on, closes_on)


def _never_registered(terms: Terms, on: dt.date, issued_on: dt.date | None) -> RegistrationStanding:
    if issued_on is None:
        return RegistrationStanding(RegistrationState.UNREGISTERED, None, None, None)
    closes_on = months_later(issued_on, terms.first_within_months)
    if on > closes_on:
        return RegistrationStanding(RegistrationState.OVERDUE, None, None, closes_on)
    return RegistrationStanding(RegistrationState.UNREGISTERED, None, issued_on, closes_on)
