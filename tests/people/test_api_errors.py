"""Every error of the API has one form: code, sentence, fields."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions

from people.api_errors import answer
from people.enums import PhoneFault
from people.errors import Malformed, NotAllowed, Refusal


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (NotAllowed("No."), 403, "not_allowed"),
        (Malformed(PhoneFault.EMPTY, field="phone"), 400, "phone_empty"),
        (Http404("internal words"), 404, "not_found"),
        (PermissionDenied("internal words"), 403, "permission_denied"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.ParseError(), 400, "parse_error"),
        (exceptions.Throttled(wait=7.2), 429, "throttled"),
        (exceptions.ValidationError({"beats": ["Wrong."]}), 400, "invalid"),
        (exceptions.ValidationError(["Wrong."]), 400, "invalid"),
    ],
)
def test_error_has_code_sentence_and_fields(error: Exception, status: int, code: str) -> None:
    response = answer(error, {})
    assert response is not None
    assert (response.status_code, response.data["code"]) == (status, code)
    assert {"code", "detail", "fields"} <= set(response.data)
    assert isinstance(response.data["detail"], str)
    assert response.data["detail"]
    assert "internal words" not in str(response.data)


def test_wrong_fields_are_named() -> None:
    error: Any = exceptions.ValidationError({"ranges": [{"start": ["Not a number."]}], "seq": ["Missing."]})
    response = answer(error, {})
    assert response is not None
    assert response.data["fields"] == {"ranges": "Not a number.", "seq": "Missing."}
    response = answer(Malformed(PhoneFault.EMPTY, field="phone"), {})
    assert response is not None
    assert set(response.data["fields"]) == {"phone"}


def test_further_facts_and_the_waiting_time_are_passed_on() -> None:
    response = answer(Refusal("Too early.", retry_after=12, session="s"), {})
    assert response is not None
    assert (response.data["retry_after"], response.data["session"], response.headers["Retry-After"]) == (12, "s", "12")
    throttled = answer(exceptions.Throttled(wait=7.2), {})
    assert throttled is not None
    assert int(throttled.headers["Retry-After"]) >= 7.2


def test_programming_errors_are_left_alone() -> None:
    assert answer(ValueError("x"), {}) is None
