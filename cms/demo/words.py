"""The demonstration's own data files, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from courses.enums import ServiceField

HERE = Path(__file__).parent
DATA = HERE / "data"
COURSES = HERE / "courses"
RECORDINGS = HERE / "media"


@cache
def words(name: str) -> dict[str, Any]:
    """`data/<name>.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def service_fields() -> dict[str, str]:
    """The 17 Chinese names in the national plan's order, which is the enum's order, and the stored values."""
    return dict(zip(words("site")["service_fields"], ServiceField.values, strict=True))
