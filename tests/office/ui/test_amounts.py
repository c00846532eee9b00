"""Every amount in the product leads to how it came about: a sum to its parts, a part to the explanation."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from insurer_answers import line_of, match, stranger, take_in
from money_trail import NOW, Till, live_through

from jaring.core.insurer.answer import AnswerKind
from jaring.core.month import Month
from jaring.office.people.models import Person

pytestmark = pytest.mark.django_db

AMOUNT = re.compile(r"Rp[0-9][0-9.]*")
GIVEN = {"Plafon", "Penghasilan sebulan"}
"""Amounts that somebody entered; nothing computed them."""
GIVEN_SECTIONS = {"dokumen", "baris"}
"""Lists of what a document says: budget documents with who entered them, and the lines of the insurer's file."""
WALKED = (
    "/iuran/",
    "/peserta/",
    "/penetapan/",
    "/sk/",
    "/anggaran/",
    "/pembayaran/",
    "/buku/",
    "/penjaga/",
    "/rekonsiliasi/",
)
"""The rooms that are walked besides the home page. The law and the calculators are where amounts lead to."""
FILES = ("/cetak/", "/unduh/", "/bukti/", "/kuitansi/", "/surat/", "/sipd/", "/beancount/", "/berita-acara/", "/nota/")
"""Links to documents, which are no pages."""
NAMED = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[0-9]+(?=/)")
"""What tells the pages of a kind apart: the key of an act, a person or a payer."""
PAGES_MAX = 150
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Node:
    """An element of a page, with what stands in it in order."""

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Node | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.content: list[Node | str] = []

    def is_a(self, tag: str, *classes: str) -> bool:
        return self.tag == tag and set(classes) <= set((self.attributes.get("class") or "").split())

    def around(self) -> Iterator[Node]:
        """Yield this element and those around it, from within."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def inside(self) -> Iterator[Node]:
        for each in self.content:
            if isinstance(each, Node):
                yield each
                yield from each.inside()

    @property
    def text(self) -> str:
        return "".join(each if isinstance(each, str) else each.text for each in self.content)


class Page(HTMLParser):
    """A page as a tree; wrong nesting is a defect of the page and fails here."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = self._open = Node("", {}, None)
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs), self._open)
        self._open.content.append(node)
        if tag not in VOID:
            self._open = node

    def handle_endtag(self, tag: str) -> None:
        assert self._open.tag == tag, f"</{tag}> ends <{self._open.tag}>"
        assert self._open.parent is not None
        self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        self._open.content.append(data)

    @property
    def links(self) -> list[str]:
        return [node.attributes.get("href") or "" for node in self.root.inside() if node.tag == "a"]

    def unexplained(self) -> list[str]:
        """Return the amounts, with what stands around them, from which a reader cannot go on."""
        shown = [
            node
            for main in self.root.inside()
            if main.tag == "main"
            for node in (main, *main.inside())
            for each in node.content
            if isinstance(each, str) and AMOUNT.search(each)
        ]
        return [" ".join(_block(node).text.split())[:90] for node in shown if not _leads_on(node)]


def _leads_on(node: Node) -> bool:
    if any(each.tag == "a" and each.attributes.get("href") for each in node.around()):
        return True
    if any(each.tag in {"tfoot", "form"} or each.is_a("div", "alert") for each in node.around()):
        return True  # The parts of a sum stand above it; questions and warnings repeat amounts of the page.
    if any(each.attributes.get("aria-labelledby") in GIVEN_SECTIONS for each in node.around()):
        return True
    if any(each.is_a("div", "card-header") for each in node.around()):
        return _has_rows(node)
    block = _block(node)
    label = next(
        (each.text.strip() for each in block.inside() if each.tag == "dt" or each.is_a("span", "figure-label")), ""
    )
    is_noted = any(each.is_a("span", "figure-note") for each in block.inside())
    return label in GIVEN or is_noted or any(each.tag == "a" for each in block.inside())


def _has_rows(node: Node) -> bool:
    """Say whether the card of a heading holds the rows that its sum is made of."""
    card = next(each for each in node.around() if each.tag == "section")
    return any(each.tag == "td" and AMOUNT.search(each.text) for each in card.inside())


def _block(node: Node) -> Node:
    """Return the row of a table, the pair of a list of facts, or the figure that an amount stands in."""
    return next(
        (
            each
            for each in node.around()
            if each.tag == "tr" or each.is_a("div", "figure") or (each.parent and each.parent.is_a("dl", "facts"))
        ),
        node,
    )


def is_walked(link: str) -> bool:
    return link.startswith(WALKED) and not any(file in link for file in FILES)


@pytest.fixture
def money(settings: Any, tmp_path: Path, programme: Any, users: Any, people: dict[str, Person]) -> None:
    """Everything that moves money has happened to November; December waits for its payment, and one is not active."""
    settings.JARING_DATA = tmp_path
    till = Till(programme, users)
    till.cover()
    live_through(till, till.bill())
    till.ordered(till.bill(Month(2026, 12)), months_ahead=0)
    take_in(users.officer, [*(line_of(people[name]) for name in ("yohanes", "petrus")), stranger()])
    take_in(users.officer, [line_of(people["maria"], reject_reason="NIK tidak valid")], AnswerKind.REJECTED)
    match(users.officer)


def test_every_amount_leads_to_how_it_came_about(money: None, users: Any, client_of: Any) -> None:
    found: list[str] = []
    walked: set[str] = set()
    with time_machine.travel(NOW, tick=False):
        for user in (users.officer, users.head, users.treasurer, users.leadership):
            pages = walk(client_of(user), every=user == users.officer)
            found += [f"{address} ({user}): {each}" for address, page in pages.items() for each in page.unexplained()]
            walked |= set(pages)

    assert not found, "\n".join(found)
    for room in WALKED:
        assert any(address.startswith(room) for address in walked), room


def walk(client: Client, *, every: bool) -> dict[str, Page]:
    """Return the pages that a reader comes to from the home page: every one, or one of each kind."""
    pages: dict[str, Page] = {}
    waiting, seen = deque(["/"]), {"/"}
    while waiting:
        assert len(seen) < PAGES_MAX, seen
        address = waiting.popleft()
        response = client.get(address, follow=True)
        if response.status_code != 200:
            continue  # A page that needs to be told more, such as whose deposit is claimed.
        pages[address] = page = Page(response.content.decode())
        for link in sorted({each.split("?")[0].split("#")[0] for each in page.links if is_walked(each)}):
            name = link if every else NAMED.sub("*", link)
            if name not in seen:
                seen.add(name)
                waiting.append(link)
    return pages


@pytest.mark.parametrize(
    ("html", "unexplained"),
    [
        ("<p>Rp5.000</p>", ["Rp5.000"]),
        ('<p><a href="/iuran/">Rp5.000</a></p>', []),
        ("<p><a>Rp5.000</a></p>", ["Rp5.000"]),
        ('<table><tr><th><a href="/iuran/">Mei</a></th><td>Rp5.000</td></tr></table>', []),
        ("<table><tr><th>Mei</th><td>Rp5.000</td></tr></table>", ["MeiRp5.000"]),
        ("<table><tfoot><tr><td>Rp5.000</td></tr></tfoot></table>", []),
        ('<dl class="facts"><div><dt>Plafon</dt><dd>Rp5.000</dd></div></dl>', []),
        ('<dl class="facts"><div><dt>JKK</dt><dd>Rp5.000</dd></div></dl>', ["JKKRp5.000"]),
        ('<dl class="facts"><div><dt>JKK</dt><dd>5 Rp</dd></div></dl>', []),
        ('<section><div class="card-header">Rp5.000</div></section>', ["Rp5.000"]),
        (
            '<section><div class="card-header">Rp5</div><table><td><a href="/iuran/">Rp5</a></td></table></section>',
            [],
        ),
        ('<section aria-labelledby="dokumen"><table><tr><td>Rp5.000</td></tr></table></section>', []),
    ],
)
def test_an_amount_without_a_way_on_is_found(html: str, unexplained: list[str]) -> None:
    assert Page(f"<main>{html}</main>").unexplained() == unexplained
