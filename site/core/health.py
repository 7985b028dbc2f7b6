"""What the portal leans on, asked with short time-outs."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from elasticsearch import Elasticsearch

TIMEOUT = 2  # seconds


def dependencies() -> dict[str, str]:
    """Return each dependency's state: ``ok``, ``failed`` or, where none is configured, ``off``."""
    return {"database": _state(_ask_database), "cache": _state(_ask_cache), "elasticsearch": _elasticsearch()}


def _state(ask: Callable[[], None]) -> str:
    try:
        ask()
    except Exception:
        return "failed"
    return "ok"


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache = caches["shared"]
    cache.set("health", "ok", 5)
    if cache.get("health") != "ok":
        raise RuntimeError("The cache forgets at once.")


def _elasticsearch() -> str:
    return _state(_ask_elasticsearch) if settings.ELASTICSEARCH_URL else "off"


def _ask_elasticsearch() -> None:
    with Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=TIMEOUT, max_retries=0) as client:
        if client.cluster.health()["status"] == "red":
            raise RuntimeError("Part of the index is gone.")
