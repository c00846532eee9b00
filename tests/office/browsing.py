"""A browser for tests of pages: headless Chromium, a server that shares the test's transaction, axe, pictures."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

if TYPE_CHECKING:
    from jaring.office.access.models import User

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

RULES_ABOUT_SIZES: Final = {"type": "rule", "values": ["scrollable-region-focusable", "target-size"]}
WITH_SIZES: Final = {"target-size": {"enabled": True}}
"""The rule of WCAG 2.2 AA that axe leaves out unless it is asked for."""
COLOURS: Final = {"color-contrast": {"enabled": False}}
"""What is the same at every size, and takes axe longer than all its other rules together."""

OpenAs = Callable[..., Page]
NewPage = Callable[[tuple[int, int]], Page]
Show = Callable[..., tuple[HttpResponse, Page]]
ClientOf = Callable[["User | None"], Client]


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
def new_page(db: None, browser: Browser, address: str) -> Iterator[NewPage]:
    """Return a function that makes an empty page of a new session; fail on whatever the browser complains about."""
    complaints: list[str] = []
    contexts = []

    def make(size: tuple[int, int] = WIDE) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=address)
        contexts.append(context)
        context.set_default_timeout(90_000)  # A busy machine is no defect of the page.
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: is_complaint(message) and complaints.append(message.text))
        page.on("request", lambda request: is_elsewhere(request.url, address) and complaints.append(request.url))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def is_elsewhere(asked: str, address: str) -> bool:
    """Say whether a page asks another host than the office; no page may, since it has to work without the network."""
    return not asked.startswith((f"{address}/", "data:", "blob:"))


@pytest.fixture
def open_as(new_page: NewPage, address: str, client_of: ClientOf) -> OpenAs:
    """Return a function that opens a page as a user."""

    def open_page(user: User | None, path: str, size: tuple[int, int] = WIDE) -> Page:
        page = new_page(size)
        log_in(page, client_of(user), address)
        response = page.goto(path)
        assert response is not None
        assert response.status == 200
        return page

    return open_page


@pytest.fixture
def show(new_page: NewPage, address: str, client_of: ClientOf) -> Show:
    """Return a function that asks for an address as a user, and shows the answer in the browser if it has the status.

    All are shown in one page, and each is made once: the browser is given what the client of the test was given.
    """
    page = new_page(WIDE)
    clients: dict[User | None, Client] = {}

    def ask(user: User | None, path: str, status: int = 200) -> tuple[HttpResponse, Page]:
        response = clients.setdefault(user, client_of(user)).get(path)
        if response.status_code == status:
            log_in(page, clients[user], address)
            given = {"headers": dict(response.items()), "body": response.content}
            page.route(f"{address}{path}", lambda route: route.fulfill(**given), times=1)
            page.goto(path)
        return response, page

    return ask


def log_in(page: Page, client: Client, address: str) -> None:
    """Give a browser the session of a client."""
    page.context.clear_cookies()
    if session := client.cookies.get("sessionid"):
        page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": address}])


def is_complaint(message: ConsoleMessage) -> bool:
    """Say whether the browser complains about the page.

    That a form was refused (422) is an answer, no fault; nor is that there is no network, which the test cut off.
    """
    expected = ("status of 422", "ERR_INTERNET_DISCONNECTED")
    return message.type == "error" and not any(each in message.text for each in expected)


def violations(page: Page, **options: Any) -> list[str]:
    """Return what axe finds wrong, by all its rules up to WCAG 2.2 AA unless the options say otherwise."""
    asked = {"resultTypes": ["violations"], "rules": WITH_SIZES} | options
    found = Axe().run(page, options=asked).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def looks_well(page: Page, name: str) -> None:
    """Open what is folded, keep a picture, and fail where somebody could not read the page or it does not fit."""
    _unfold(page)
    _is_readable_and_fits(page, name)


def looks_well_wide_and_narrow(page: Page, name: str) -> None:
    """Do the same at both sizes with one page, which is narrow afterwards.

    What is written on the page is the same at both, so that narrow only the rules about sizes are asked again; all but
    that about colours where its tables become cards.
    """
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    looks_well(page, f"{name}-lebar")
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    _unfold(page)
    has_cards = page.locator(".table-cards").count()
    again = {"rules": WITH_SIZES | COLOURS} if has_cards else {"runOnly": RULES_ABOUT_SIZES}
    _is_readable_and_fits(page, f"{name}-sempit", **again)


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")


def _is_readable_and_fits(page: Page, name: str, **options: Any) -> None:
    picture(page, name)
    faults = violations(page, **options)
    assert not faults, f"{name}: {faults}"
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, name
