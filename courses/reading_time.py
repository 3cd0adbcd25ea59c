"""The reading-time model: 400 characters a minute (hours.md, section 1)."""

import re
from html import unescape

CHARACTERS_A_MINUTE = 400
TAGS = re.compile(r"<[^>]+>")
UNIT = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[A-Za-z0-9]+")


def characters(texts: list[str]) -> int:
    """How many characters there are to read (HTML allowed). A Latin word counts as one."""
    return sum(len(UNIT.findall(unescape(TAGS.sub(" ", text)))) for text in texts)


def reading_ms(texts: list[str]) -> int:
    """Milliseconds to read the texts, to the whole second."""
    return -(-characters(texts) * 60 // CHARACTERS_A_MINUTE) * 1000
