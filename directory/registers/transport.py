"""One question to a register over HTTP, and how it can go wrong: slow, endless, broken, somewhere else, or not JSON."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from urllib3.exceptions import HTTPError

CONNECT_SECONDS, READ_SECONDS = 3.05, 10
#: However slowly an answer trickles in, it ends here.
ANSWER_SECONDS = 15
#: ARES writes about 10 kB of a big company.
LARGEST_ANSWER = 256 * 1024
CHUNK = 8 * 1024
LONGEST_WAIT = timedelta(days=1)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class NoReplyError(Exception):
    """There is no usable answer; the message is one word for why."""


@dataclass(frozen=True)
class Reply:
    """Status and JSON object of an answer; ``wait`` is what its ``Retry-After`` asks for."""

    status: int
    data: dict[str, Any]
    wait: timedelta | None = None

    @property
    def is_ok(self) -> bool:
        return self.status == requests.codes.ok


def address_problem(url: str) -> str:
    """Return what is wrong with a register's address; empty where it may be asked.

    Only over HTTPS, but for a relay on the same machine.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
        parts.port  # noqa: B018 - raises where it is none
    except ValueError:
        return "is no address"
    if not host or (parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK)):
        return "must begin with https:// and a host"
    if parts.username or parts.query or parts.fragment:
        return "must have neither user, query nor fragment"
    return ""


def base_address(name: str) -> str:
    """Return the address in the setting ``name`` without a slash at its end."""
    url = getattr(settings, name)
    if problem := address_problem(url):
        raise ImproperlyConfigured(f"{name} {problem}.")
    return url.rstrip("/")


def ask(method: str, url: str, body: dict[str, str] | None = None) -> Reply:
    """Send one request and return its answer, whatever its status; raises ``NoReplyError``. Follows no redirect."""
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "identity",  # small answers; nothing that unpacks into a large one
        "User-Agent": f"{settings.WAGTAIL_SITE_NAME} (+{settings.SITE_URL})",
    }
    try:
        with requests.request(
            method,
            url,
            json=body,
            headers=headers,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as response:
            return Reply(response.status_code, _json_of(response), _wait_of(response))
    except requests.Timeout as error:
        raise NoReplyError("NO_ANSWER_IN_TIME") from error
    except (requests.RequestException, HTTPError, OSError) as error:
        raise NoReplyError("UNREACHABLE") from error


def _json_of(response: requests.Response) -> dict[str, Any]:
    """Return the JSON object; of an error page that is none, an empty one, since its status says enough."""
    text = _body_of(response)
    try:
        data = json.loads(text) if "json" in response.headers.get("Content-Type", "").lower() else None
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, dict):
        return data
    if response.status_code == requests.codes.ok:
        raise NoReplyError("UNREADABLE_ANSWER")
    return {}


def _body_of(response: requests.Response) -> bytes:
    end = time.monotonic() + ANSWER_SECONDS
    body = b""
    while chunk := response.raw.read1(CHUNK):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise NoReplyError("ANSWER_TOO_LARGE")
        if time.monotonic() > end:
            raise NoReplyError("NO_ANSWER_IN_TIME")
    return body


def _wait_of(response: requests.Response) -> timedelta | None:
    """Return the time that ``Retry-After`` asks for, in seconds or as a date (RFC 9110, 10.2.3), a day at most."""
    value = response.headers.get("Retry-After", "").strip()
    try:
        seconds = float(value) if value.isdigit() else _seconds_until(value)
    except (ValueError, OverflowError):
        return None
    return min(timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds())), LONGEST_WAIT) if seconds > 0 else None


def _seconds_until(value: str) -> float:
    moment = parsedate_to_datetime(value)
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
