"""Which learners the figures of a course are about."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..analytics.reading import Period


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """Days of the civil calendar, both included."""

    since = forms.DateField(label=pgettext_lazy("enrolled", "Enrolled from"), required=False, widget=Day)
    until = forms.DateField(label=pgettext_lazy("enrolled", "Enrolled until"), required=False, widget=Day)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("since"), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", _("The last day is before the first one. Exchange them."))
        return cleaned

    def period(self) -> Period:
        """All of time while the form is empty or wrong."""
        if not self.is_valid():
            return Period()
        first, last = self.cleaned_data["since"], self.cleaned_data["until"]
        return Period(
            since=_midnight(first) if first else None,
            until=_midnight(last + dt.timedelta(days=1)) if last and last < dt.date.max else None,
        )


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
