"""Every address the product answers, as its URL resolver knows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(|\\")


@dataclass(frozen=True)
class Route:
    """`text` is the pattern as written in the URL configurations, all steps joined: the key of the table."""

    text: str
    name: str
    callback: Callable[..., Any]

    def path(self, values: dict[str, object], template: str = "") -> str:
        """A concrete path. `template` takes the place of a pattern that is a regular expression."""
        pattern = template or self.text.replace("^", "").removesuffix("$")
        if not template and GROUP.search(pattern):
            raise LookupError(f"the table has no `path:` for {self.text}")
        filled = CONVERTER.sub(lambda found: str(values[found.group(1)]), pattern)
        return "/" + re.sub(r"\{(\w+)\}", lambda found: str(values[found.group(1)]), filled)


@cache
def all_routes() -> dict[str, Route]:
    """By their text; where two patterns have one text, the first answers."""
    found: dict[str, Route] = {}
    for route in _walk(get_resolver(), "", ""):
        found.setdefault(route.text, route)
    return found


def _walk(resolver: URLResolver, before: str, namespace: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        text = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Route(text, f"{namespace}{pattern.name or ''}", pattern.callback)
        else:
            yield from _walk(pattern, text, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
