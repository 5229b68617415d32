"""The demo, served by gunicorn to a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# Playwright keeps an event loop in this thread; the databases here are used by one thread alone.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 320, "height": 640}
PASSWORD = "samverkan-demo"


def url_of(name: str, variable: str) -> str:
    """The environment's own address with another database at its end."""
    return f"{os.environ[variable].rsplit('/', 1)[0]}/{name}"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
def server(demo_database: str) -> Iterator[str]:
    """The demo's address."""
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": url_of(demo_database, "DATABASE_URL"),
        "DATABASE_OWNER_URL": url_of(demo_database, "DATABASE_OWNER_URL"),
        "DEMO_MODE": "1",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SECRET_KEY": "browser-tests",
    }
    command = [sys.executable, "-m", "gunicorn", "gvi.wsgi:application", "--no-control-socket"]
    command += ["--bind", f"127.0.0.1:{port}", "--threads", "4", "--log-level", "warning"]
    process = subprocess.Popen(command, env=environment)  # noqa: S603
    address = f"http://127.0.0.1:{port}"
    try:
        for _wait in range(200):
            try:
                urlopen(f"{address}/healthz", timeout=1)  # noqa: S310
                break
            except (URLError, OSError):
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Browser tests need chromium: apt-get install chromium"
    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator:
    """`visit("polis", PHONE)` gives a page signed in as that account of the demo."""
    contexts = []

    def signed_in(who: str, size: dict[str, int] = DESKTOP, **options: object) -> Page:
        context = browser.new_context(viewport=size, base_url=server, locale="sv-SE", **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        page.goto("/konto/login/")
        page.fill("input[name=login]", who if "@" in who else f"{who}@malmo.example")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{server}/")
        return page

    yield signed_in
    for context in contexts:
        context.close()
