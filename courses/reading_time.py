"""The reading-time model: 400 characters a minute (hours.md, section 1)."""

import re
from html import unescape

CHARACTERS_A_MINUTE = 400
TAGS = re.compile(r"<[^>]+>")
UNIT = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[A-Za-z0-9]+")


def reading_ms(texts: list[str]) -> int:
    """Milliseconds to read the texts (HTML allowed), to the whole second. A Latin word counts as one character."""
    count = sum(len(UNIT.findall(unescape(TAGS.sub(" ", text)))) for text in texts)
    return -(-count * 60 // CHARACTERS_A_MINUTE) * 1000
