"""The database ends a connection in the middle of a request: that request fails politely, the next one works."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("postgresql", "transactional_db")]

ROOT = Path(__file__).resolve().parents[2]
NAME = "glokal-fault-test"


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """A connection to the same database from outside the portal."""
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: parameters[name] for name in names if name in parameters}) as other:
        yield other


@pytest.fixture
def portal(free_port: int, tmp_path: Path) -> Iterator[str]:
    """The portal in the server that production uses: one process, one thread, one lasting connection."""
    database = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(database._replace(path=f"/{connection.settings_dict['NAME']}", query=f"application_name={NAME}"))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "DATABASE_URL": url,
        "VAR": str(tmp_path),
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(free_port)]
    command += ["--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "critical"]
    address = f"http://127.0.0.1:{free_port}"
    server = subprocess.Popen([*command, "portal.wsgi:application"], cwd=ROOT, env=environment)
    try:
        wait_until(lambda: status(f"{address}/healthz/live") == 200)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def answer(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def status(url: str) -> int:
    return answer(url)[0]


def wait_until(holds, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited for too long"
        time.sleep(0.1)


def connections_of_the_portal(other: psycopg.Connection, *, waiting: bool = False) -> list[int]:
    query = "SELECT pid FROM pg_stat_activity WHERE application_name = %s"
    if waiting:
        query += " AND wait_event_type = 'Lock'"
    return [pid for (pid,) in other.execute(query, [NAME]).fetchall()]


def end_connections(other: psycopg.Connection) -> int:
    pids = connections_of_the_portal(other)
    for pid in pids:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    return len(pids)


def test_connection_that_ended_between_two_requests_is_replaced_unnoticed(portal, other):
    assert status(f"{portal}/de/") == 200
    assert end_connections(other) == 1
    other.rollback()
    assert status(f"{portal}/cs/") == 200


def test_connection_that_ends_in_the_middle_of_a_request_costs_that_request_only(portal, other):
    assert status(f"{portal}/de/") == 200
    other.rollback()
    other.execute("LOCK TABLE wagtailcore_page IN ACCESS EXCLUSIVE MODE")
    with ThreadPoolExecutor(1) as visitor:
        request = visitor.submit(answer, f"{portal}/de/projekt/")
        wait_until(lambda: connections_of_the_portal(other, waiting=True))
        assert end_connections(other) == 1
        code, page = request.result(timeout=20)
    other.rollback()
    assert code == 500
    assert 'lang="de"' in page
    assert 'lang="cs"' in page
    assert "Traceback" not in page
    assert status(f"{portal}/de/projekt/") == 200
    assert status(f"{portal}/healthz/ready") == 200
