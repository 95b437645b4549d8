"""Lets a machine whose only network is loopback take part.

aioice offers no candidate for 127.0.0.1; without any other address a call on such a machine would have
none at all. A loopback candidate does connect browsers on the same machine.
"""

from __future__ import annotations

import aioice.ice

LOOPBACK = "127.0.0.1"
_addresses_without_loopback = aioice.ice.get_host_addresses


def offer_loopback_where_alone() -> None:
    """Idempotent. Changes nothing on a machine that has another address."""
    aioice.ice.get_host_addresses = _addresses_or_loopback


def _addresses_or_loopback(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    return _addresses_without_loopback(use_ipv4=use_ipv4, use_ipv6=use_ipv6) or [LOOPBACK]
