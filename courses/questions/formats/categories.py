"""Categories of question banks as knowledge points."""

from __future__ import annotations

import re

SLASH = re.compile(r"(?<!/)/(?!/)")
UNTOLD = re.compile(r"\$[a-z_]+\$|top|default( for .*)?|moodle", re.IGNORECASE)


def tags_of_category(path: str) -> list[str]:
    """The steps of a path such as `$course$/top/Law/Drugs`; a slash in a name is written twice."""
    steps = [step.strip().replace("//", "/") for step in SLASH.split(path[:2_000])]
    return [step for step in steps if step and not UNTOLD.fullmatch(step)]
