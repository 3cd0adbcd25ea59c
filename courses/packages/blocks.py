"""The package in a lesson's stored blocks. Works on the StreamField's plain data, as courses.contents does."""

from __future__ import annotations

from typing import Any


def package_id(body: list[dict[str, Any]]) -> int | None:
    """A lesson runs one package at most."""
    return next((block["value"] for block in body if block["type"] == "package"), None)
