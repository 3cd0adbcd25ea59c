"""Reading TOML tables strictly: every key is known, of the right type, and not empty."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from .markup import ContentError

T = TypeVar("T")
PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Table:
    """A TOML table that knows where it stands; `first_line` is the line of its file's first TOML line."""

    def __init__(self, values: dict[str, Any], *, source: str, text: str, first_line: int = 1) -> None:
        self.values, self.source, self.text, self.first_line = values, source, text, first_line
        self.asked: set[str] = set()

    def take(self, key: str, kind: type[T]) -> T:
        """The value of `key`, which must be there."""
        self.asked.add(key)
        value = self.values.get(key)
        if value is None:
            raise self.wrong(key, "is missing")
        if type(value) is not kind or value in ("", []):
            raise self.wrong(key, f"must be of type {kind.__name__} and not empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self.take(key, list)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.wrong(key, "must be a list of texts")
        return tuple(values)

    def choice(self, key: str, values: list[str]) -> str:
        """A text that is one of `values`."""
        value = self.take(key, str)
        if value not in values:
            raise self.wrong(key, f"must be one of {', '.join(values)}")
        return value

    def slug(self) -> str:
        slug = self.take("slug", str)
        if not SLUG.fullmatch(slug):
            raise self.wrong("slug", "may hold small letters, digits and single dashes")
        return slug

    def done(self) -> None:
        """Nothing else may stand in the table."""
        for key in self.values.keys() - self.asked:
            raise self.wrong(key, "is not known here")

    def wrong(self, key: str, problem: str) -> ContentError:
        for number, line in enumerate(self.text.split("\n"), self.first_line):
            if re.match(rf"\s*(\[+)?{re.escape(key)}\s*(=|\])", line):
                return ContentError(self.source, number, f"“{key}” {problem}")
        return ContentError(self.source, self.first_line, f"“{key}” {problem}")


def read_table(text: str, *, source: str, first_line: int = 1) -> Table:
    """Parse TOML. Raises ContentError with the line in the file."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = PLACE.search(str(error))
        line = int(found["line"]) if found and found["line"] else text.count("\n") + 1
        problem = PLACE.sub("", str(error))
        raise ContentError(source, first_line + line - 1, f"not valid TOML: {problem}") from error
    return Table(values, source=source, text=text, first_line=first_line)


def read_text(path: Path) -> tuple[str, str]:
    """A file's text and how errors name the file. Raises ContentError."""
    try:
        return path.read_text("utf-8"), source_of(path)
    except FileNotFoundError:
        raise ContentError(source_of(path), 1, "the file is missing") from None
    except UnicodeDecodeError:
        raise ContentError(source_of(path), 1, "the file is not UTF-8") from None


def source_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
