"""A browser for tests of pages: headless Chromium, a server that shares the test's transaction, axe, pictures."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW, WIDE = (360, 740), (1280, 800)
PICTURES = os.environ.get("JARING_PICTURES")
"""A folder for pictures of every page, to look at."""

RULES_ABOUT_SIZES = ("scrollable-region-focusable", "target-size")

OpenAs = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("JARING_REQUIRE_BROWSER") == "1":
            pytest.fail("JARING_REQUIRE_BROWSER is set and Chromium is not installed")
        pytest.skip(
            "Chromium is not installed"
        )  # A reader of a clone may lack it; the run that lands requires it (above).
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread; the tests wait for it.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the office by waitress in a thread that shares the tests' connection, so that rollback clears everything.

    pytest-django's own server empties the tables afterwards, and the tables of what is only ever added to refuse.
    """
    shared = connections["default"]

    def application(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
        connections["default"] = shared
        return office(environ, start_response)

    office = WSGIHandler()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # The test's transaction lives on after a request.
    shared.inc_thread_sharing()
    sockets: dict[int, object] = {}
    server = create_server(application, map=sockets, host="127.0.0.1", port=0, threads=1)
    thread = Thread(target=until_closed, args=(server,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.task_dispatcher.shutdown()
    wasyncore.close_all(sockets, ignore_all=True)
    thread.join(timeout=10)
    shared.dec_thread_sharing()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def until_closed(server: BaseWSGIServer) -> None:
    """Serve until the sockets are closed, which the loop may notice in the middle of a round."""
    try:
        server.run()
    except OSError as error:
        if error.errno != errno.EBADF:
            raise


@pytest.fixture
def open_as(db: None, browser: Browser, address: str, client_of) -> Iterator[OpenAs]:
    """Return a function that opens a page as a user, and fail on whatever the browser complains about."""
    complaints: list[str] = []
    contexts = []

    def open_page(user, path: str, size: tuple[int, int] = WIDE, expects: int = 200) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=address)
        contexts.append(context)
        client: Client = client_of(user)
        if user is not None:
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
        context.set_default_timeout(90_000)  # A busy machine is no defect of the page.
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: is_complaint(message) and complaints.append(message.text))
        response = page.goto(path)
        assert response is not None
        assert response.status == expects
        if expects != 200:  # Chromium reports the status of the page itself as an error.
            complaints.clear()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def is_complaint(message: ConsoleMessage) -> bool:
    """Say whether the browser complains about the page.

    That a form was refused (422) is an answer, no fault; nor is that there is no network, which the test cut off.
    """
    expected = ("status of 422", "ERR_INTERNET_DISCONNECTED")
    return message.type == "error" and not any(each in message.text for each in expected)


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Return what axe finds wrong, by all its rules or some."""
    options = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else None
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def looks_well(page: Page, name: str) -> None:
    """Open what is folded, keep a picture, and fail where somebody could not read the page or it does not fit."""
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")
    _is_readable_and_fits(page, name)


def looks_well_wide_and_narrow(page: Page, name: str) -> None:
    """Do the same at both sizes with one page, which is narrow afterwards.

    What is written on the page is the same at both, so that narrow only the rules about sizes are asked again; all of
    them where its tables become cards.
    """
    for size, tag in ((WIDE, "lebar"), (NARROW, "sempit")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        is_alike = size == NARROW and not page.locator(".table-cards").count()
        page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")
        _is_readable_and_fits(page, f"{name}-{tag}", RULES_ABOUT_SIZES if is_alike else ())


def _is_readable_and_fits(page: Page, name: str, rules: Sequence[str] = ()) -> None:
    picture(page, name)
    faults = violations(page, rules)
    assert not faults, f"{name}: {faults}"
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, name
