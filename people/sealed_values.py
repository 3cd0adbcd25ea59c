"""Which key a stored value is sealed under, and the same value under the newest one. For every form values have."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from .sealing import blind_index, seal, seal_bytes, unseal, unseal_bytes

TOKEN = re.compile(r"([A-Za-z0-9_-]{1,20}):[A-Za-z0-9+/]{36,}={0,2}")


def newest_key() -> str:
    return next(iter(settings.FIELD_KEYS))


@dataclass(frozen=True)
class SealedColumn:
    """A column that holds sealed values. `owner` finds whom a row's value is bound to.

    `form` is "text", "bytes", or "json": an object in which sealed texts stand among others. `index` names the
    column of the blind index that goes with it, `needs` further columns that `owner` reads.
    """

    model: str
    column: str
    owner: Callable[[Any], uuid.UUID]
    form: str = "text"
    index: str = ""
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.model}.{self.column}"

    def is_old(self, value: Any) -> bool:
        """Sealed, and under another key than the newest."""
        return any(key != newest_key() for key in keys_in(value))

    def renewed(self, row: Any) -> dict[str, Any]:
        """Column to new value. Raises SealBroken."""
        value, owner = getattr(row, self.column), self.owner(row)
        if self.form == "bytes":
            return {self.column: seal_bytes(unseal_bytes(bytes(value), owner=owner), owner=owner)}
        if self.form == "json":
            return {self.column: _renew_inside(value, owner)}
        plain = unseal(value, owner=owner)
        renewed = {self.column: seal(plain, owner=owner)}
        return renewed | {self.index: blind_index(plain)} if self.index else renewed


def keys_in(value: Any) -> set[str]:
    """The ids of the keys that `value` is sealed under; none for what is not sealed."""
    if isinstance(value, dict):
        return {key for part in value.values() for key in keys_in(part)}
    if isinstance(value, list):
        return {key for part in value for key in keys_in(part)}
    if isinstance(value, bytes | memoryview):
        head = bytes(value[:64]).partition(b":")[0]
        return {head.decode("ascii", "replace")} if head else set()
    found = TOKEN.fullmatch(value) if isinstance(value, str) else None
    return {found.group(1)} if found else set()


def _renew_inside(value: Any, owner: uuid.UUID) -> Any:
    if isinstance(value, dict):
        return {name: _renew_inside(part, owner) for name, part in value.items()}
    if isinstance(value, list):
        return [_renew_inside(part, owner) for part in value]
    return seal(unseal(value, owner=owner), owner=owner) if keys_in(value) else value
