"""How often one network may ask. Counts live in the shared cache; nothing about a person is kept."""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass

from django.core.cache import cache

from .errors import TooManyChecks


@dataclass(frozen=True)
class Limits:
    """Checks by one asker: a network without an account, /24 (IPv4) or /56 (IPv6), or an account."""

    per_minute: int = 10
    per_day: int = 60


ANONYMOUS = Limits()
SIGNED_IN = Limits(per_minute=60, per_day=3000)
MINUTE, DAY = 60, 86_400


def count_check(asker: str, at: dt.datetime, limits: Limits) -> None:
    """Count one check of a network or an account. Raises TooManyChecks with the seconds to wait."""
    second = int(at.timestamp())
    day, day_passed = divmod(second, DAY)
    minute, minute_passed = divmod(second, MINUTE)
    day_key = f"certificate-checks:day:{day}:{asker}"
    today = cache.get(day_key, 0)
    if today >= limits.per_day:
        raise TooManyChecks(DAY - day_passed)
    if not _take_place(f"certificate-checks:minute:{minute}:{asker}", limits.per_minute):
        raise TooManyChecks(MINUTE - minute_passed)
    # Parallel checks may count as one here; the places of the minute bound how many those are.
    cache.set(day_key, today + 1, DAY)


def _take_place(key: str, most: int) -> bool:
    """Take the next free place below `most`.

    Places, not a counter: `incr` of the database cache reads and writes in two steps and drops the expiry, while
    `add` is one step on every cache, so that parallel requests cannot take one place twice.
    """
    places = [f"{key}:{number}" for number in range(most)]
    taken = cache.get_many(places)
    return any(cache.add(place, 1, MINUTE) for place in places if place not in taken)


def client_address(peer: str, forwarded: str, *, behind_proxy: bool) -> str:
    """Who asks: behind a proxy the last address of X-Forwarded-For, which the proxy wrote; else the peer.

    Addresses before the last one were sent by the client and may be anything.
    """
    return forwarded.rpartition(",")[2].strip() if behind_proxy and forwarded else peer


def network_of(address: str) -> str:
    """The network an address belongs to; one network for all that cannot be read."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    prefix = 24 if parsed.version == 4 else 56
    return str(ipaddress.ip_network(f"{parsed}/{prefix}", strict=False)).replace("/", "-").replace(":", ".")
