"""The public API: masked facts, closed states, one form of error."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from certificates.enums import ReasonClass, Status
from certificates.models import Certificate, VerificationLog
from certificates.selectors.own import address_of
from certificates.services.status import record_event
from tests.factories.certificates import LAST_FOUR

pytestmark = pytest.mark.django_db
NAME = "王𬭎芳"


def path_of(certificate: Certificate) -> str:
    return f"/api/v1/certificates/{address_of(certificate).rpartition('/v/')[2]}/"


def post(body: Any) -> HttpResponse:
    return Client().post("/api/v1/certificates/verify/", body, content_type="application/json")


def question(certificate: Certificate, **changes: str) -> dict[str, str]:
    return {"number": certificate.number, "name": NAME, "id_last4": LAST_FOUR, **changes}


def test_token_gives_status_and_printed_facts_masked(certificate: Certificate) -> None:
    response = Client().get(path_of(certificate))
    answer = response.json()
    assert answer["status"] in Status.values
    assert (answer["name_masked"], answer["hours"], answer["product"]) == ("王*芳", "120", "scheme")
    assert answer["as_of"].endswith("+08:00")
    assert NAME not in response.content.decode()
    assert VerificationLog.objects.get().path == "token"


def test_revoked_token_still_answers(certificate: Certificate) -> None:
    record_event(
        certificate=certificate,
        status=Status.REVOKED,
        reason_class=ReasonClass.FALSE_RECORD,
        reason="内部",
        by=None,
        at=timezone.now(),
    )
    answer = Client().get(path_of(certificate)).json()
    assert (answer["status"], answer["reason_class"]) == ("revoked", "false_record")
    assert "内部" not in str(answer)


def test_unchanged_state_is_told_by_its_tag(certificate: Certificate) -> None:
    first = Client().get(path_of(certificate))
    again = Client().get(path_of(certificate), HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    record_event(
        certificate=certificate,
        status=Status.SUSPENDED,
        reason_class=ReasonClass.UNDER_REVIEW,
        reason="",
        by=None,
        at=timezone.now(),
    )
    changed = Client().get(path_of(certificate), HTTP_IF_NONE_MATCH=first["ETag"])
    assert (changed.status_code, changed.json()["status"]) == (200, "suspended")


def test_unknown_token_is_a_coded_error(certificate: Certificate) -> None:
    response = Client().get("/api/v1/certificates/AAAAAAAAAAAAAAAAAAAAAA/")
    assert response.status_code == 404
    assert set(response.json()) == {"code", "detail", "fields"}
    assert response.json()["code"] == "not_found"


def test_three_facts_match(certificate: Certificate) -> None:
    answer = post(question(certificate)).json()
    assert (answer["result"], answer["status"]) == ("match", "valid")
    assert answer["certificate"]["number"] == certificate.number


def test_unknown_malformed_and_not_matching_answer_alike(certificate: Certificate) -> None:
    bodies = (
        question(certificate, number="?"),
        question(certificate, number="ZJ26-0000-0000-V"),
        question(certificate, name="王芳"),
        question(certificate, id_last4="0000"),
    )
    answers = [post(body) for body in bodies]
    assert {answer.status_code for answer in answers} == {200}
    for answer in answers:
        body = answer.json()
        assert body.pop("as_of")
        assert body == {"result": "no_match", "status": None, "certificate": None}


@pytest.mark.parametrize("body", [{}, [], {"number": 1}, {"number": ["x"], "name": {}, "id_last4": None}, "x" * 10])
def test_body_of_another_shape_is_a_coded_error(body: Any) -> None:
    response = post(body)
    assert response.status_code == 400
    assert set(response.json()) == {"code", "detail", "fields"}


def test_broken_json_is_a_coded_error() -> None:
    response = post("{")
    assert response.status_code == 400
    assert set(response.json()) == {"code", "detail", "fields"}
