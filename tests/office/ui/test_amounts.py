"""Every amount in the product leads to how it came about: a sum to its parts, a part to the explanation."""

from __future__ import annotations

import re
from collections import deque
from pathlib import Path
from typing import Any

import pytest
import time_machine
from amounts_shown import Page
from django.test import Client
from insurer_answers import line_of, match, stranger, take_in
from money_trail import NOW, Till, live_through

from jaring.core.insurer.answer import AnswerKind
from jaring.core.month import Month
from jaring.office.people.models import Person

pytestmark = pytest.mark.django_db

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
    "/ringkasan/",
    "/peta/",
    "/publik/",
)
"""The rooms that are walked besides the home page. The law and the calculators are where amounts lead to."""
FILES = (
    "/cetak/",
    "/unduh/",
    "/bukti/",
    "/kuitansi/",
    "/surat/",
    "/sipd/",
    "/beancount/",
    "/berita-acara/",
    "/nota/",
    ".pdf",
    ".png",
)
"""Links to documents, which are no pages."""
BEGINNINGS = ("/", "/peta/?angka=uang", "/publik/?wilayah=53.03")
"""The home page, and what it leads to by a choice: the map of money, and what strangers see."""
NAMED = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[0-9]+(?=/)")
"""What tells the pages of a kind apart: the key of an act, a person or a payer."""
PAGES_MAX = 150


def is_walked(link: str) -> bool:
    return link.startswith(WALKED) and not any(file in link for file in FILES)


@pytest.fixture
def money(
    settings: Any, tmp_path: Path, programme: Any, users: Any, people: dict[str, Person], under_decree: None
) -> None:
    """Everything that moves money has happened to November; December waits for its payment, and one is not active."""
    settings.JARING_DATA = tmp_path
    till = Till(programme, users)
    live_through(till, till.bill())
    till.ordered(till.bill(Month(2026, 12)), months_ahead=0)
    take_in(users.officer, [*(line_of(people[name]) for name in ("yohanes", "petrus")), stranger()])
    take_in(users.officer, [line_of(people["maria"], reject_reason="NIK tidak valid")], AnswerKind.REJECTED)
    match(users.officer)


def test_every_amount_leads_to_how_it_came_about(money: None, users: Any, client_of: Any) -> None:
    found: list[str] = []
    walked: set[str] = set()
    with time_machine.travel(NOW, tick=False):
        for user in (users.officer, users.head, users.treasurer, users.leadership, users.verifier, users.insurer):
            pages = walk(client_of(user), every=user == users.officer)
            found += [f"{address} ({user}): {each}" for address, page in pages.items() for each in page.unexplained()]
            walked |= set(pages)

    assert not found, "\n".join(found)
    for room in WALKED:
        assert any(address.startswith(room) for address in walked), room


def walk(client: Client, *, every: bool) -> dict[str, Page]:
    """Return the pages that a reader comes to: every one, or one of each kind."""
    pages: dict[str, Page] = {}
    waiting, seen = deque(BEGINNINGS), set(BEGINNINGS)
    while waiting:
        assert len(seen) < PAGES_MAX, seen
        address = waiting.popleft()
        response = client.get(address, follow=True)
        assert response.status_code != 403 or address in BEGINNINGS, f"{address} is no page of this reader"
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
        ('<p><a href="#asal">Rp5.000</a></p><p id="asal">Iuran</p>', []),
        ('<p><a href="#asal">Rp5.000</a></p>', ["Rp5.000"]),
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
        ('<section><div class="card-header"><a href="/iuran/">Mei</a></div><svg>Rp5</svg></section>', []),
        ('<section><div class="card-header">Mei</div><svg>Rp5</svg></section>', ["Rp5"]),
        ('<section aria-labelledby="dokumen"><table><tr><td>Rp5.000</td></tr></table></section>', []),
    ],
)
def test_an_amount_without_a_way_on_is_found(html: str, unexplained: list[str]) -> None:
    assert Page(f"<main>{html}</main>").unexplained() == unexplained
