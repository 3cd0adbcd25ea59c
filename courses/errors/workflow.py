"""Refusals on the way of a course to its readers."""

from __future__ import annotations

from people.errors import Refusal


class HoursMalformed(Refusal):
    """Minutes, category or schemes that the form would not have sent."""

    code = "hours_malformed"
    status = 422
