"""What a PDF file says against what was issued. Pure: text and snapshot in, differing fields out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from . import wording
from .enums import Printed
from .numbering import canonical
from .snapshot import Snapshot

VARIABLES = {
    "subject": Printed.SUBJECT,
    "period": Printed.PERIOD,
    "hours": Printed.HOURS,
    "breakdown": Printed.BREAKDOWN,
    "target": Printed.TARGET,
    "assessment": Printed.ASSESSMENT,
}
# Head, eight characters and the check character, as they are printed.
NUMBER = re.compile(r"[0-9A-Z]{3,8}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
NUMBER_BYTES = re.compile(rb"[0-9A-Z]{3,8}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
MOST_NUMBERS = 20


def numbers_in(text: str, metadata: Iterable[str], data: bytes) -> list[str]:
    """Well-formed certificate numbers, those on the page first, then of the metadata, then of the raw bytes."""
    found = NUMBER.findall(close_up(text))
    for value in metadata:
        found += NUMBER.findall(value)
    found += [match.group().decode() for match in NUMBER_BYTES.finditer(data)]
    kept = dict.fromkeys(number for candidate in found if (number := canonical(candidate)))
    return list(kept)[:MOST_NUMBERS]


def differing(text: str, snapshot: Snapshot, body_template: str) -> list[Printed]:
    """The printed fields that do not stand in `text` as they were issued, in the order of the page."""
    page = close_up(text)
    wrong = {
        Printed.NUMBER: page.count(close_up(snapshot.number)) < 2,
        Printed.TITLE: close_up(snapshot.title + snapshot.subtitle) not in page,
        Printed.NAME: not _has_name(page, snapshot),
        Printed.ID_NUMBER: close_up(_address(snapshot)) not in page,
        Printed.CATEGORY: close_up(snapshot.category_line) not in page,
        Printed.RULE: close_up(snapshot.rule_line) not in page,
        Printed.ADDRESS: close_up(snapshot.site) not in page,
        Printed.SIGNATORY: close_up(snapshot.signatory_label) not in page,
        Printed.SEAL: close_up(snapshot.seal_text) not in page,
        Printed.ISSUER: close_up(snapshot.issuer) not in page,
        Printed.ISSUED_ON: close_up(snapshot.issuer + wording.date_words(snapshot.issued_on)) not in page,
    }
    if wrong[Printed.ISSUER]:
        wrong[Printed.ISSUED_ON] = close_up(wording.date_words(snapshot.issued_on)) not in page
    wrong |= dict.fromkeys(_differing_in_body(page, snapshot, body_template), True)
    return [place for place in Printed if wrong.get(place)]


def is_about(differing_fields: list[Printed], snapshot: Snapshot) -> bool:
    """Does a file carry more of a certificate than its number?

    A file made up around a guessed number must not tell whether that number exists.
    """
    body = {*VARIABLES.values(), Printed.TEXT}
    has_id = bool(snapshot.id_masked) and Printed.ID_NUMBER not in differing_fields
    return Printed.NAME not in differing_fields or has_id or not body.intersection(differing_fields)


def close_up(text: str) -> str:
    """Without blanks, which readers of PDF files see where they like, and without signs nobody sees."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"})


def _address(snapshot: Snapshot) -> str:
    return wording.ADDRESS_WITH_ID.format(snapshot.id_masked) if snapshot.id_masked else wording.ADDRESS


def _has_name(page: str, snapshot: Snapshot) -> bool:
    """The name between the head and the form of address, so that a longer name does not pass for it."""
    heading = close_up(snapshot.title + snapshot.subtitle)
    before = heading if heading in page else ""
    return before + close_up(snapshot.name) + wording.ADDRESS[:2] in page


def _differing_in_body(page: str, snapshot: Snapshot, template: str) -> list[Printed]:
    if close_up(snapshot.text) in page:
        return []
    match = re.search(_body_pattern(template), page)
    if match is None:
        return [Printed.TEXT]
    values = {name: close_up(value) for name, value in snapshot.values.items()}
    wrong = {VARIABLES.get(name, Printed.TEXT) for name, found in match.groupdict().items() if found != values[name]}
    return [place for place in Printed if place in wrong] or [Printed.TEXT]


def _body_pattern(template: str) -> str:
    """The wording with a gap for each variable, after the form of address."""
    pieces = wording.VARIABLE.split(close_up(template.replace("**", "")))
    seen: set[str] = set()
    pattern = [r"同志(?:（证件号码[^）]*）)?："]
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            pattern.append(re.escape(piece))
        elif piece in seen:
            pattern.append(".*?")
        else:
            seen.add(piece)
            pattern.append(f"(?P<{piece}>.*?)")
    return "".join(pattern)
