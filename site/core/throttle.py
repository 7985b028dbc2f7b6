"""Rate limits that all processes share through the cache."""

import hashlib
import ipaddress

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of who asks: the one that the outermost of our own ``PROXY_COUNT`` proxies saw."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.PROXY_COUNT and len(hops) >= settings.PROXY_COUNT:
        return hops[-settings.PROXY_COUNT]
    return request.META.get("REMOTE_ADDR", "")


def is_allowed(request: HttpRequest, action: str, *, limit: int, seconds: int) -> bool:
    """Count one attempt at ``action`` and tell whether it is within ``limit`` per ``seconds`` for who asks.

    An attempt takes one of ``limit`` places for ``seconds``: taking one is a single step in every cache, while counting
    up in the database's loses counts and forgets when it ends. Only a keyed hash of the address is kept.
    """
    cache = caches["shared"]
    places = [f"throttle:{action}:{_fingerprint(request)}:{number}" for number in range(limit)]
    taken = cache.get_many(places)
    return any(cache.add(place, 1, seconds) for place in places if place not in taken)


def _fingerprint(request: HttpRequest) -> str:
    address = _counted_address(client_address(request))
    return hashlib.blake2b(address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()


def _counted_address(address: str) -> str:
    """Return the address, or for IPv6 the /64 that one connection has to itself."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.IPv6Network((ip, 64), strict=False))
