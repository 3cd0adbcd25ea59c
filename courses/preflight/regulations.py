"""Regulations that a course cites, on a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from ..enums.preflight import FindingCode
from .facts import Citation
from .findings import Finding

MARKS = re.compile(r"[\s《》〈〉「」\"“”()（）〔〕\[\]，,。.、;；:：]+")


def plain(text: str) -> str:
    """A title or number without the marks that people write around it."""
    return MARKS.sub("", text)


def judge_citations(citations: Iterable[Citation], *, on: dt.date) -> list[Finding]:
    """A regulation that is not in force on the day blocks, with its replacement named; what nobody knows is advice."""
    return [finding for citation in citations if (finding := _judge(citation, on))]


def _judge(citation: Citation, on: dt.date) -> Finding | None:
    title = {"title": citation.title}
    if not citation.is_known:
        return _finding(
            FindingCode.REGULATION_UNKNOWN,
            _("“%(title)s” is not in the register of regulations: nobody can tell here whether it is in force.")
            % title,
            is_blocking=False,
        )
    if citation.repealed_on is not None and citation.repealed_on <= on:
        facts = {**title, "day": citation.repealed_on.isoformat(), "heir": citation.replaced_by}
        sentence = (
            _("“%(title)s” is no longer in force since %(day)s; “%(heir)s” has taken its place. Cite that one.") % facts
            if citation.replaced_by
            else _("“%(title)s” is no longer in force since %(day)s. Take it out, or cite what has taken its place.")
            % facts
        )
        return _finding(FindingCode.REGULATION_REPEALED, sentence, is_blocking=True)
    if citation.effective_on is not None and citation.effective_on > on:
        facts = {**title, "day": citation.effective_on.isoformat()}
        sentence = _("“%(title)s” is not in force before %(day)s. Take it out until then.") % facts
        return _finding(FindingCode.REGULATION_NOT_YET, sentence, is_blocking=True)
    if not citation.is_verified:
        sentence = _("Nobody has compared the days of “%(title)s” in the register with the published text.") % title
        return _finding(FindingCode.REGULATION_UNVERIFIED, sentence, is_blocking=False)
    return None


def _finding(code: FindingCode, sentence: str, *, is_blocking: bool) -> Finding:
    field = "regulations" if code is FindingCode.REGULATION_UNKNOWN else "citations"
    return Finding(code, sentence, field, is_blocking, is_of_course=True)
