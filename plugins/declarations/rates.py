"""How often someone may ask, per minute: by code, by network, by whatever a caller names.

Counted in the memory of each process, or where the setting ``rate_storage`` says (an address that
the package `limits` understands: redis://…), which several servers share.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from math import ceil
from time import time

from django.http import HttpRequest
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from plugins.declarations.apps import DeclarationsConfig

IPV6_PREFIX = 64  # what one subscriber has


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``per_minute`` for this ``key`` among those of its ``kind``."""

    kind: str
    key: str
    per_minute: int


def seconds_to_wait(*rates: Rate) -> int:
    """0 where every rate has room, and it is used up by one; else for how long to wait.

    Nothing is counted for those who are sent away: who waits is not punished for having asked.
    """
    counter = _counter()
    items = [(_item(rate.per_minute), rate.kind, rate.key) for rate in rates]
    full = [item for item in items if not counter.test(*item)]
    if full:
        ends = max(counter.get_window_stats(*item).reset_time for item in full)
        return max(1, ceil(ends - time()))
    for item in items:
        counter.hit(*item)
    return 0


def of_network(request: HttpRequest, kind: str) -> Rate:
    """The rate of the network that a request comes from.

    Visitors of a market may all have one address: those that ``shared_networks`` names have
    ``rate_shared_network_per_minute`` together.
    """
    address = request.META.get("REMOTE_ADDR") or ""
    network, shared = network_of(address, tuple(DeclarationsConfig.setting("shared_networks")))
    name = "rate_shared_network_per_minute" if shared else "rate_network_per_minute"
    return Rate(f"{kind}-network", network, int(DeclarationsConfig.setting(name)))


@lru_cache(maxsize=4096)
def network_of(address: str, shared_networks: tuple[str, ...] = ()) -> tuple[str, bool]:
    """What an address counts as, and whether many people share it.

    An IPv4 address counts alone, an IPv6 address as its /64; a shared network counts as a whole.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return address, False
    ip = getattr(ip, "ipv4_mapped", None) or ip  # as a listener of both kinds tells an IPv4 address
    for text in shared_networks:
        if ip in _network(text):
            return text, True
    if ip.version == 6:
        return str(ip_network((ip, IPV6_PREFIX), strict=False)), False
    return str(ip), False


@cache
def _network(text: str) -> IPv4Network | IPv6Network:
    return ip_network(text, strict=False)


@cache
def _item(per_minute: int) -> RateLimitItemPerMinute:
    return RateLimitItemPerMinute(per_minute)


@cache
def _counter() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string(DeclarationsConfig.setting("rate_storage")))


def forget() -> None:
    """Start counting anew; for tests, and where the setting changed."""
    _counter.cache_clear()
