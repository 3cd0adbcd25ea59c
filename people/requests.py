"""Requests that a view gets after `login_required` or `IsAuthenticated`: for the type checker, nothing at run time."""

from __future__ import annotations

from django.http import HttpRequest
from rest_framework.request import Request

from .models import User


class SignedInRequest(HttpRequest):
    user: User


class SignedInApiRequest(Request):
    user: User
