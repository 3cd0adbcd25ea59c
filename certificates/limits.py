"""How often one network or account may ask."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Checks by one asker: a network without an account, /24 (IPv4) or /56 (IPv6), or an account."""

    per_minute: int = 10
    per_day: int = 60


ANONYMOUS = Limits()
SIGNED_IN = Limits(per_minute=60, per_day=3000)
MINUTE, DAY = 60, 86_400


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
