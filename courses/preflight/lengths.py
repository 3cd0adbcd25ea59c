"""Lengths of time as a sentence says them."""

from __future__ import annotations

from django.utils.translation import gettext as _


def spoken(seconds: int) -> str:
    """Such as “27 min 50 s”."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("%(seconds)s s") % {"seconds": rest}
    if not rest:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}
