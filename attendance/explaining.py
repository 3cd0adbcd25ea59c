"""The arithmetic of an entry in words: why so many minutes? Built from the explanation kept with the entry."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .clock import from_ms
from .enums import NotCounted
from .intervals import length
from .models import HourEntry

Line = dict[str, str]


def duration(seconds: int) -> str:
    """Whole minutes and seconds, as in `12 min 05 s`; the sign is kept."""
    minutes, rest = divmod(abs(seconds), 60)
    sign = "-" if seconds < 0 else ""
    # Translators: a length of time, minutes and seconds
    return sign + (_("%(m)d min %(s)02d s") if rest else _("%(m)d min")) % {
        "m": minutes,
        "s": rest,
    }


def clock_time(ms: int) -> str:
    return f"{localtime(from_ms(ms)):%H:%M}"


def lines_of(entry: HourEntry) -> list[Line]:
    """Label and value pairs, the last one being the result."""
    facts = entry.explanation
    builders = {"study": _study, "class": _class, "reversal": _reversal, "merged": _merged}
    lines = builders[facts["kind"]](facts)
    return [*lines, {"label": _("Credited"), "value": duration(entry.seconds)}]


def _study(facts: dict[str, Any]) -> list[Line]:
    lines = [
        {
            "label": _("Content studied, repeats counted once"),
            "value": duration(facts["coverage_seconds"]),
        },
        {
            "label": _("Time recorded by the server"),
            "value": duration(facts["wall_seconds"]),
        },
        {
            "label": _("Approved length of the lesson"),
            "value": duration(facts["approved_seconds"]),
        },
        {
            "label": _("The least of the three counts"),
            "value": duration(facts["earned_seconds"]),
        },
    ]
    if facts["already_posted_seconds"]:
        already = duration(-facts["already_posted_seconds"])
        lines.append({"label": _("Already credited for the same content"), "value": already})
    if facts["quiz"]:
        lines.append(
            {
                "label": _("Quiz passed"),
                "value": _("%(correct)d of %(total)d right") % facts["quiz"],
            }
        )
    if facts["checks_passed"]:
        lines.append({"label": _("Presence checks passed"), "value": str(facts["checks_passed"])})
    for reason, seconds in facts["not_counted"].items():
        label = _("Not counted: %(reason)s") % {"reason": NotCounted(reason).label}
        lines.append({"label": label, "value": duration(seconds)})
    lines += [
        {
            "label": _("Studied on %(date)s") % {"date": _date(a)},
            "value": f"{clock_time(a)}–{clock_time(b)}",
        }
        for a, b in facts["windows"][-5:]
    ]
    return lines


def _class(facts: dict[str, Any]) -> list[Line]:
    signed_in, signed_out = (dt.datetime.fromisoformat(facts[name]) for name in ("in_at", "out_at"))
    segments = facts["segments"]
    lines = [
        {"label": _("Signed in"), "value": f"{localtime(signed_in):%H:%M}"},
        {"label": _("Signed out"), "value": f"{localtime(signed_out):%H:%M}"},
    ]
    for (__, end), (start, ___) in pairwise(segments):
        label = _("Break %(start)s to %(end)s") % {
            "start": clock_time(end),
            "end": clock_time(start),
        }
        lines.append({"label": label, "value": duration(-((start - end) // 1000))})
    lines.append(
        {
            "label": _("Scheduled time of the class"),
            "value": duration(length(segments) // 1000),
        }
    )
    if elsewhere := facts.get("elsewhere_seconds"):
        lines.append({"label": _("Already credited at another class"), "value": duration(-elsewhere)})
    return lines


def _reversal(facts: dict[str, Any]) -> list[Line]:
    return [
        {"label": _("Takes back entry"), "value": f"L-{facts['entry']}"},
        {"label": _("Reason"), "value": _reason(facts["reason"])},
    ]


def _merged(facts: dict[str, Any]) -> list[Line]:
    lines = [
        {"label": _("Taken over from your other account"), "value": f"L-{facts['entry']}"},
        {"label": _("Credited there"), "value": duration(facts["entry_seconds"])},
    ]
    if already := facts["already_posted_seconds"]:
        lines.append({"label": _("Already credited here, or studied at the same time"), "value": duration(-already)})
    return lines


def _reason(reason: str) -> str:
    # Translators: reason of a reversal
    known = {
        "class attendance at the same time": _("class attendance at the same time"),
        "the account was put together with another one of the same person": _(
            "the account was put together with another one of the same person"
        ),
    }
    return known.get(reason, reason)


def _date(ms: int) -> str:
    return date_format(localtime(from_ms(ms)).date(), "Y-m-d")
