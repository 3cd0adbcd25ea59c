"""The public API of certificates (contract). Names are masked; the states are a closed list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .enums import CheckPath, Product, ReasonClass, Status
from .errors import NotFound
from .models import Certificate
from .selectors.public import PublicFacts, by_number, by_token, public_facts
from .services.checks import record_check
from .snapshot import sha256
from .views.asking import count

MATCH, NO_MATCH = "match", "no_match"


class FactsSerializer(serializers.Serializer[PublicFacts]):
    """What is printed, and the state at `as_of`."""

    number = serializers.CharField()
    product = serializers.ChoiceField(Product.choices)
    title = serializers.CharField()
    name_masked = serializers.CharField()
    id_masked = serializers.CharField(allow_blank=True)
    text = serializers.CharField()
    subject = serializers.CharField()
    hours = serializers.CharField()
    period = serializers.CharField()
    category_line = serializers.CharField(allow_blank=True)
    rule_line = serializers.CharField()
    issuer = serializers.CharField()
    issued_on = serializers.DateField()
    status = serializers.ChoiceField(Status.choices, source="state.status")
    status_since = serializers.DateTimeField(source="state.since")
    reason_class = serializers.ChoiceField(ReasonClass.choices, source="state.reason_class")
    replaced_by = serializers.CharField(source="state.replaced_by", allow_blank=True)


class TokenAnswerSerializer(FactsSerializer):
    as_of = serializers.DateTimeField()


class QuestionSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=60)
    id_last4 = serializers.CharField(max_length=8)


class AnswerSerializer(serializers.Serializer[Any]):
    """`status` and `certificate` are null when number, name and digits do not belong together."""

    result = serializers.ChoiceField([MATCH, NO_MATCH])
    status = serializers.ChoiceField(Status.choices, allow_null=True)
    as_of = serializers.DateTimeField()
    certificate = FactsSerializer(allow_null=True)


class ByToken(APIView):
    """The state of a certificate by the token of its QR code."""

    permission_classes = [AllowAny]

    @extend_schema(responses=TokenAnswerSerializer)
    def get(self, request: Request, token: str) -> Response:
        at = timezone.now()
        with transaction.atomic():  # the count and the log row reach the disk together
            count(request, at)
            certificate = by_token(token)
            if certificate:
                record_check(certificate_id=certificate.pk, path=CheckPath.TOKEN, by=request.user, at=at)
        if certificate is None:
            raise NotFound
        facts = _facts(certificate, at)
        # The tag names the state, not the instant: unchanged state, unchanged tag.
        tag = f'"{sha256(repr(sorted(facts.items())))[:32]}"'
        if request.headers.get("If-None-Match") == tag:
            return _fresh(Response(status=304), tag)
        return _fresh(Response({**facts, "as_of": _instant(at)}), tag)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        final._has_been_logged = True  # type: ignore[attr-defined]  # Django would log the path of a refusal, which holds the token
        return final


class Verify(APIView):
    """Do number, full name and last four ID characters belong to one certificate?"""

    permission_classes = [AllowAny]

    @extend_schema(request=QuestionSerializer, responses=AnswerSerializer)
    def post(self, request: Request) -> Response:
        at = timezone.now()
        count(request, at)
        question = QuestionSerializer(data=request.data)
        question.is_valid(raise_exception=True)
        certificate = by_number(**question.validated_data)
        if certificate:
            record_check(certificate_id=certificate.pk, path=CheckPath.NUMBER, by=request.user, at=at)
        facts = _facts(certificate, at) if certificate else None
        answer = {
            "result": MATCH if facts else NO_MATCH,
            "status": facts["status"] if facts else None,
            "as_of": _instant(at),
            "certificate": facts,
        }
        return _fresh(Response(answer))


def _facts(certificate: Certificate, at: dt.datetime) -> dict[str, Any]:
    return dict(FactsSerializer(public_facts(certificate, timezone.localdate(at))).data)


def _instant(at: dt.datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _fresh(response: Response, tag: str = "") -> Response:
    response.headers["Cache-Control"] = "private, no-cache" if tag else "no-store"
    if tag:
        response.headers["ETag"] = tag
    return response
