"""The API of packages: open a part of one, and keep what it reports. It credits nothing, whatever is reported."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from courses.models import LessonPackage
from courses.packages import tokens
from people.models import User
from people.requests import SignedInApiRequest

from ..api import OBJECT, Invalid, TooLarge, number_of, text_of
from ..clock import database_now
from ..errors import UnknownRun
from ..models import PackageRun
from ..package_claims import resumed
from ..selectors import studyable_edition
from ..services.package_runs import open_run, record_commit
from ..tokens import parse_uuid

MOST_BYTES = 256 * 1024
LONGEST_PART = 255
LONGEST_ID = 20


class Runs(APIView):
    """`{lesson, part, nonce}` -> 201 with the address to show and the state to go on from."""

    @OBJECT
    def post(self, request: SignedInApiRequest) -> Response:
        body = body_of(request)
        part, nonce = text_of(body, "part", LONGEST_PART), uuid_of(body, "nonce")
        lesson = parse_uuid(body.get("lesson"))
        edition = studyable_edition(request.user, lesson) if lesson else None
        package = LessonPackage.objects.filter(editions__edition=edition).first() if edition else None
        if package is None or not settings.PACKAGE_ORIGIN:
            raise UnknownRun
        run = open_run(package=package, part=part, nonce=nonce, by=request.user, at=database_now())
        origin = f"{request.scheme}://{request.get_host()}"
        return Response(opened(run, package, request.user, origin), status=201)


class Commits(APIView):
    """`{launch, seq, state}` -> 200 with what is kept now; 409 where another opening has taken over."""

    @OBJECT
    def post(self, request: SignedInApiRequest, pk: uuid.UUID) -> Response:
        body = body_of(request)
        run = record_commit(
            run_id=pk,
            launch=uuid_of(body, "launch"),
            seq=number_of(body, "seq"),
            state=body.get("state") or {},
            by=request.user,
            at=database_now(),
        )
        return Response({"accepted_seq": run.last_seq, **standing(run)})


def opened(run: PackageRun, package: LessonPackage, learner: User, origin: str) -> dict[str, Any]:
    """A package learns no name and no number of the learner: one made up for it, the same each time."""
    number = [part["identifier"] for part in package.parts].index(run.part)
    token = tokens.issue(tokens.Pass(learner.pk, package.key, origin))
    part = package.parts[number]
    return {
        "run": str(run.pk),
        "launch": str(run.launch),
        "address": f"{settings.PACKAGE_ORIGIN}/packages/run/{token}/{number}/",
        "state": resumed(run.state, is_2004=package.version != "1.2"),
        "learner_id": salted_hmac("attendance.packages", f"{learner.pk}:{package.key}").hexdigest()[:LONGEST_ID],
        "learner_name": pgettext("name given to a package", "Learner"),
        "mastery": part["mastery"],
        "passing": part["passing"],
        "threshold": part["threshold"],
        "data": part["data"],
    }


def standing(run: PackageRun) -> dict[str, Any]:
    return {
        "completion": run.completion,
        "completion_label": run.get_completion_display(),
        "success": run.success,
        "success_label": run.get_success_display(),
        "score": run.score_text,
    }


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object of a request as large as a whole state may be. Raises TooLarge and Invalid."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise TooLarge(_("The request is too large."))
    try:
        body = request.data
    except RecursionError:  # the parser's own depth, far below what fits into the size
        body = None
    if not isinstance(body, dict):
        raise Invalid(_("A JSON object is expected."))
    return body


def uuid_of(body: dict[str, Any], name: str) -> uuid.UUID:
    value = parse_uuid(body.get(name))
    if value is None:
        raise Invalid(_("Some fields are wrong."), fields={name: "UUID"})
    return value
