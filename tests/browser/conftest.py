"""A real browser against the portal as ``bin/demo`` serves it: granian, SQLite, demo content."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


@pytest.fixture(scope="session")
def demo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    var = tmp_path_factory.mktemp("demo")
    unwanted = ("DATABASE_URL", "ELASTICSEARCH_URL", "CACHE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted} | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "DEBUG": "0",
        "VAR": str(var),
        "SITE_URL": url,
        "EMAIL_URL": f"file://{var}/mails",
        "LOG_LEVEL": "WARNING",
    }
    for command in (["migrate", "-v0"], ["setup_portal"], ["load_demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, capture_output=True
        )
    options = ["--interface", "wsgi", "--log-level", "warning", "--blocking-threads", "4"]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "--port", str(port), "portal.wsgi:application"],
        cwd=ROOT,
        env=environment,
    )
    try:
        wait_for(f"{url}/healthz/ready")
        yield url
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} did not answer within {START_SECONDS} s")


# Not for the whole run: Playwright keeps an event loop running in this thread, and what Django does meanwhile, it does
# in another context, with a database connection that nobody closes.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
        quiet += ["--disable-component-update", "--disable-sync"]
        browser = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def open_context(browser: Browser, demo_url: str) -> Iterator:
    """Return a function that opens a browser context on the demo, with Playwright's own options."""
    contexts: list[BrowserContext] = []

    def open_(**options) -> BrowserContext:
        context = browser.new_context(base_url=demo_url, **options)
        contexts.append(context)
        return context

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_context) -> Page:
    return open_context(viewport={"width": 1280, "height": 900}).new_page()
