"""What a staged row says about people, sealed for as long as it waits."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

from ..enums import RosterColumn
from ..sealing import seal, unseal


def seal_cells(cells: Mapping[RosterColumn, str], *, roster: uuid.UUID, number: int) -> str:
    """Bound to its import and its row: copied to another row it does not open."""
    return seal(json.dumps(cells, ensure_ascii=False), owner=_owner(roster, number))


def open_cells(sealed: str, *, roster: uuid.UUID, number: int) -> dict[RosterColumn, str]:
    """The cells of a row; none where they were purged."""
    if not sealed:
        return {}
    return {RosterColumn(key): text for key, text in json.loads(unseal(sealed, owner=_owner(roster, number))).items()}


def seal_facts(facts: Mapping[str, list[str]], *, roster: uuid.UUID, number: int) -> str:
    """What an undo puts back: field to (before, after)."""
    return seal(json.dumps(facts, ensure_ascii=False), owner=_owner(roster, number))


def open_facts(sealed: str, *, roster: uuid.UUID, number: int) -> dict[str, list[str]]:
    """Field to (before, after)."""
    return dict(json.loads(unseal(sealed, owner=_owner(roster, number)))) if sealed else {}


def _owner(roster: uuid.UUID, number: int) -> uuid.UUID:
    return uuid.uuid5(roster, str(number))
