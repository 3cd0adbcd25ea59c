"""The text of a privacy notice in parts: a line that begins with `##` is a heading, what follows its paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Part:
    heading: str
    paragraphs: list[str] = field(default_factory=list)


def parts_of(body: str) -> list[Part]:
    parts: list[Part] = []
    for line in filter(None, (line.strip() for line in body.splitlines())):
        if line.startswith("##"):
            parts.append(Part(line.lstrip("# ")))
        elif parts:
            parts[-1].paragraphs.append(line)
        else:
            parts.append(Part("", [line]))
    return parts
