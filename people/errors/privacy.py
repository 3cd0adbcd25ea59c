"""Refusals about personal data: looking, correcting, closing, merging."""

from __future__ import annotations

from .refusals import Refusal


class KeptTooShort(Refusal):
    """The law wants the log kept longer than asked for."""

    code = "kept_too_short"


class NothingToCorrect(Refusal):
    """What is asked for is what stands there already."""

    code = "nothing_to_correct"


class CorrectionOpen(Refusal):
    code = "correction_open"
    status = 409


class CorrectionDecided(Refusal):
    code = "correction_decided"
    status = 409


class NothingToShow(Refusal):
    """The person has no such number on record."""

    code = "nothing_to_show"
    status = 404


class ClosingNotPossible(Refusal):
    """Asked for already, not asked for, or closed in the meantime."""

    code = "closing_not_possible"
    status = 409


class MergeNotPossible(Refusal):
    """The two are one account, or one of them is shut, or the numbers say that they are two people."""

    code = "merge_not_possible"
    status = 409
