"""What the published OpenAPI description covers."""

from __future__ import annotations

from typing import Any


def only_public_api(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """drf-spectacular's preprocessing hook: Wagtail's own admin API is nobody else's business."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
