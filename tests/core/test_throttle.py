"""Rate limits hold for everybody who asks, over all processes, and forget in time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from core.throttle import client_address, is_allowed


@pytest.fixture(autouse=True)
def nothing_counted():
    caches["shared"].clear()


@pytest.fixture(params=["memory", "database"])
def cache_backend(request, settings, db):
    """The caches that the portal ships with: memory for the suite, the database where no cache server is named."""
    if request.param == "database":
        location = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
        settings.CACHES = {**settings.CACHES, "shared": location}
        call_command("createcachetable", verbosity=0)
        caches["shared"].clear()
    return request.param


def asking(rf, address="192.0.2.1", **headers):
    return rf.post("/", REMOTE_ADDR=address, headers=headers)


def attempts(request, number: int, *, limit: int = 3, seconds: int = 3600, action: str = "contact") -> list[bool]:
    return [is_allowed(request, action, limit=limit, seconds=seconds) for _attempt in range(number)]


def test_limit_is_reached_and_ends_with_its_time(rf, cache_backend):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert attempts(asking(rf), 5) == [True, True, True, False, False]
        clock.shift(timedelta(minutes=59))
        assert attempts(asking(rf), 1) == [False]
        clock.shift(timedelta(minutes=2))
        assert attempts(asking(rf), 4) == [True, True, True, False]


def test_each_attempt_counts_for_its_own_hour(rf, cache_backend):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(3):
            assert attempts(asking(rf), 1) == [True]
            clock.shift(timedelta(minutes=25))
        # 75 minutes after the first attempt, 50 after the second
        assert attempts(asking(rf), 2) == [True, False]


def test_other_address_and_other_action_have_limits_of_their_own(rf, cache_backend):
    assert attempts(asking(rf), 3) == [True] * 3
    assert attempts(asking(rf, "192.0.2.2"), 1) == [True]
    assert attempts(asking(rf), 1, action="search") == [True]
    assert attempts(asking(rf), 1) == [False]


def test_parallel_attempts_are_all_counted(rf):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _n: is_allowed(asking(rf), "contact", limit=10, seconds=60), range(40)))
    assert answers.count(True) == 10


def test_ipv6_connection_counts_as_one(rf):
    assert attempts(asking(rf, "2001:db8:1:2::1"), 3) == [True] * 3
    assert attempts(asking(rf, "2001:db8:1:2:ffff::9"), 1) == [False]
    assert attempts(asking(rf, "2001:db8:1:3::1"), 1) == [True]


def test_ipv4_address_in_ipv6_clothing_is_the_same_address(rf):
    assert attempts(asking(rf, "::ffff:192.0.2.1"), 3) == [True] * 3
    assert attempts(asking(rf, "192.0.2.1"), 1) == [False]
    assert attempts(asking(rf, "::ffff:192.0.2.2"), 1) == [True]


def test_who_has_no_address_is_limited_too(rf):
    assert attempts(asking(rf, ""), 4) == [True, True, True, False]


def test_no_address_is_kept(rf, db, settings):
    location = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
    settings.CACHES = {**settings.CACHES, "shared": location}
    call_command("createcachetable", verbosity=0)
    attempts(asking(rf), 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM portal_cache WHERE cache_key LIKE %s", ["%throttle%"])
        rows = cursor.fetchall()
    assert len(rows) == 1
    assert "192.0.2" not in str(rows)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),  # nobody of ours stands in front: whatever it says is a claim
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),  # the first one is what the visitor claims
        (2, "10.0.0.1, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_address_is_what_our_own_proxies_saw(rf, settings, proxies, forwarded, expected):
    settings.PROXY_COUNT = proxies
    assert client_address(asking(rf, **{"x-forwarded-for": forwarded})) == expected
