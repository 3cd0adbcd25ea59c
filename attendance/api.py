"""The study API (contract): sessions, beats, checks, closing; and one's own hours."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.errors import Refusal
from people.requests import SignedInApiRequest

from . import tokens
from .clock import database_now
from .enums import BeatMode
from .errors import BadRanges, BadToken, UnknownEntry, UnknownLesson, UnknownSession
from .explaining import lines_of
from .figures import figures, question
from .intervals import Intervals
from .models import HourEntry, StudySession
from .selectors import (
    FOUNDING_SCHEME,
    SchemeProgress,
    scheme_progress,
    studyable_edition,
)
from .services.checks import answer_check
from .services.ledger import day_of
from .services.study import close_session, open_session, record_beat

PAGE = 50
MOST_RANGES = 64
MOST_BYTES = 64 * 1024
LONGEST_SESSION_SECONDS = 7 * 3600
OBJECT = extend_schema(request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)


class Invalid(Refusal):
    code = "invalid"
    status = 422


class TooLarge(Refusal):
    code = "too_large"
    status = 413


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object of a small request. Raises TooLarge and Invalid."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise TooLarge(_("The request is too large."))
    try:
        body = request.data
    except RecursionError:  # the parser's own depth, far below what fits into the size
        body = None
    if not isinstance(body, dict):
        raise Invalid(_("A JSON object is expected."))
    return body


def text_of(body: dict[str, Any], name: str, most: int = 64) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= most or not value.isprintable():
        raise Invalid(
            _("Some fields are wrong."),
            fields={name: _("Text of 1 to %(most)d characters.") % {"most": most}},
        )
    return value


def number_of(body: dict[str, Any], name: str, most: int = 2**31 - 1) -> int:
    value = body.get(name)
    if type(value) is not int or not 0 <= value <= most:
        raise Invalid(_("Some fields are wrong."), fields={name: _("A whole number.")})
    return value


def ranges_of(body: dict[str, Any]) -> Intervals:
    """Pairs of whole milliseconds; booleans and floats are not numbers here. Raises BadRanges."""
    ranges = body.get("ranges")
    if not isinstance(ranges, list) or len(ranges) > MOST_RANGES:
        raise BadRanges
    for pair in ranges:
        if not isinstance(pair, list) or len(pair) != 2 or any(type(end) is not int for end in pair):
            raise BadRanges
        if not 0 <= pair[0] < pair[1]:
            raise BadRanges
    return [(pair[0], pair[1]) for pair in ranges]


def session_of(request: SignedInApiRequest, pk: uuid.UUID, body: dict[str, Any]) -> StudySession:
    """The learner's own session, named by the token that fits it; read under the lock, not here.

    Raises UnknownSession for one that is not this learner's, and BadToken.
    """
    try:
        tokens.check(body.get("token"), pk, request.user.pk, max_age_seconds=LONGEST_SESSION_SECONDS)
    except BadToken:
        if not StudySession.objects.filter(pk=pk, learner=request.user).exists():
            raise UnknownSession from None
        raise
    return StudySession(pk=pk, learner=request.user)


class Sessions(APIView):
    @OBJECT
    def post(self, request: SignedInApiRequest) -> Response:
        body = body_of(request)
        device, nonce = text_of(body, "device"), text_of(body, "nonce")
        lesson = tokens.parse_uuid(body.get("lesson"))
        edition = studyable_edition(request.user, lesson) if lesson else None
        if edition is None:
            raise UnknownLesson
        at = database_now()
        signed_in_at = request.user.last_login or at
        opened = open_session(
            edition=edition,
            device=device,
            nonce=nonce,
            signed_in_at=signed_in_at,
            by=request.user,
            at=at,
        )
        session, row = opened.session, opened.progress
        answer = {
            "session": str(session.pk),
            "token": tokens.issue(session),
            "edition": edition.number,
            "duration_ms": session.edition.duration_ms,
            "media_ms": session.edition.media_ms,
            "beat_seconds": session.policy.beat_seconds,
            "speed_limit_percent": session.policy.speed_limit_percent,
            "resume_ms": row.position_ms,
            "coverage": [*row.coverage, *row.pending_coverage],
            "check": question(opened.check),
        }
        return Response(answer, status=201)


class Beats(APIView):
    @OBJECT
    def post(self, request: SignedInApiRequest, pk: Any) -> Response:
        body = body_of(request)
        session = session_of(request, pk, body)
        mode = body.get("mode")
        if mode not in BeatMode.values:
            raise Invalid(_("Some fields are wrong."), fields={"mode": "live | offline"})
        seq = number_of(body, "seq")
        ranges = ranges_of(body)
        answer = record_beat(
            session=session,
            seq=seq,
            ranges=ranges,
            mode=mode,
            by=request.user,
            at=database_now(),
        )
        return Response(answer)


class Checks(APIView):
    @OBJECT
    def post(self, request: SignedInApiRequest, pk: Any, check: int) -> Response:
        body = body_of(request)
        session = session_of(request, pk, body)
        passed, _row = answer_check(
            session=session,
            check_id=check,
            answer=number_of(body, "answer", 99),
            by=request.user,
            at=database_now(),
        )
        whole = StudySession.objects.whole().get(pk=session.pk)
        return Response({"passed": passed, **figures(whole.progress, whole, None)})


class Close(APIView):
    @OBJECT
    def post(self, request: SignedInApiRequest, pk: Any) -> Response:
        session = session_of(request, pk, body_of(request))
        return Response(close_session(session=session, by=request.user, at=database_now()))


class MyHours(APIView):
    @extend_schema(operation_id="me_hours_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: SignedInApiRequest) -> Response:
        at = database_now()
        progress = scheme_progress(request.user, FOUNDING_SCHEME, day_of(at))
        page = number_in(request.query_params.get("page"), 1)
        entries = HourEntry.objects.filter(learner=request.user).order_by("-pk")
        window = entries[(page - 1) * PAGE : page * PAGE + 1]
        listed = [entry_facts(entry) for entry in window]
        following = page + 1 if len(listed) > PAGE else None
        return Response(
            {
                "schemes": [scheme_facts(progress)],
                "entries": {
                    "results": listed[:PAGE],
                    "page": page,
                    "next_page": following,
                },
            }
        )


class MyEntry(APIView):
    @extend_schema(operation_id="me_hours_entry", responses=OpenApiTypes.OBJECT)
    def get(self, request: SignedInApiRequest, pk: int) -> Response:
        entry = HourEntry.objects.filter(learner=request.user, pk=pk).first()
        if entry is None:
            raise UnknownEntry
        return Response(
            {
                **entry_facts(entry),
                "explanation": entry.explanation,
                "lines": lines_of(entry),
            }
        )


def number_in(text: str | None, default: int) -> int:
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 7 else default


def scheme_facts(progress: SchemeProgress) -> dict[str, Any]:
    """A scheme's standing with the contract's names."""
    return {
        "key": progress.scheme_key,
        "target_seconds": progress.target_seconds,
        "counted_seconds": progress.counted_seconds,
        "pending_seconds": progress.pending_seconds,
        "by_category": progress.by_category,
        "capped": [vars(one) for one in progress.capped],
        "missing": progress.missing,
        "forecast_on": progress.forecast_on,
    }


def entry_facts(entry: HourEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "seconds": entry.seconds,
        "title": entry.title,
        "category": entry.category,
        "modality": entry.modality,
        "occurred_on": entry.occurred_on,
        "posted_at": entry.posted_at,
        "source": entry.source_kind,
        "reverses": entry.reverses_id,
    }
