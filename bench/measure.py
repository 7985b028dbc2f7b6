"""Asking addresses in this process, counting queries and taking the time."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

MILLISECONDS = 1_000


@dataclass
class Cost:
    """What an address takes: SQL queries, compressed bytes, and milliseconds of each time that it was asked for."""

    path: str
    queries: int
    size: int
    times: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]


class Visitor:
    """Asks as an anonymous visitor would; ``cold`` with nothing kept in the cache from one time to the next."""

    def __init__(self, *, cold: bool = False) -> None:
        address = urlsplit(settings.SITE_URL)
        self.client = Client(SERVER_NAME=address.hostname, headers={"accept-encoding": "gzip"})
        self.secure = address.scheme == "https"
        self.cold = cold

    def count_queries(self, path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            self._ask(path)
        return len(captured)

    def take_time(self, path: str) -> float:
        started = time.perf_counter()
        self._ask(path)
        return (time.perf_counter() - started) * MILLISECONDS

    def weigh(self, path: str) -> int:
        """Return the compressed bytes of an answer."""
        return len(self._ask(path).content)

    def _ask(self, path: str) -> Any:
        if self.cold:
            cache.clear()
        response = self.client.get(path, secure=self.secure)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        return response


def measure(paths: list[str], rounds: int, visitor: Visitor, progress: Callable[[int], None]) -> list[Cost]:
    """Ask for all addresses in each round, so that what else the machine does disturbs all of them alike."""
    for path in paths:
        visitor.count_queries(path)  # the first time, templates are read and trees found
    costs = [Cost(path, visitor.count_queries(path), visitor.weigh(path)) for path in paths]
    for number in range(rounds):
        for cost in costs:
            cost.times.append(visitor.take_time(cost.path))
        progress(number + 1)
    return costs
