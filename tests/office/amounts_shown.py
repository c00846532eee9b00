"""What of a page shows an amount, and whether a reader can go on from there to how it came about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

AMOUNT = re.compile(r"Rp[0-9][0-9.]*")
GIVEN = {"Plafon", "Penghasilan sebulan"}
"""Amounts that somebody entered; nothing computed them."""
GIVEN_SECTIONS = {"dokumen", "baris"}
"""Lists of what a document says: budget documents with who entered them, and the lines of the insurer's file."""
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
    def is_link(self) -> bool:
        """Whether it leads somewhere: to another page, or to what is on this one."""
        address = self.attributes.get("href") if self.tag == "a" else None
        if not address or not address.startswith("#"):
            return bool(address)
        *_, page = self.around()
        return any(each.attributes.get("id") == address[1:] for each in page.inside())

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
    if any(each.is_link for each in node.around()):
        return True
    if any(each.tag in {"tfoot", "form"} or each.is_a("div", "alert") for each in node.around()):
        return True  # The parts of a sum stand above it; questions and warnings repeat amounts of the page.
    if any(each.attributes.get("aria-labelledby") in GIVEN_SECTIONS for each in node.around()):
        return True
    if any(each.is_a("div", "card-header") for each in node.around()):
        return _has_rows(node)
    if any(each.tag in {"svg", "figure"} or each.is_a("ul", "legend") for each in node.around()):
        return _card_leads_on(node)
    block = _block(node)
    label = next(
        (each.text.strip() for each in block.inside() if each.tag == "dt" or each.is_a("span", "figure-label")), ""
    )
    is_noted = any(each.is_a("span", "figure-note") for each in block.inside())
    return label in GIVEN or is_noted or any(each.is_link for each in block.inside())


def _has_rows(node: Node) -> bool:
    """Say whether the card of a heading holds the rows that its sum is made of."""
    card = next(each for each in node.around() if each.tag == "section")
    return any(each.tag == "td" and AMOUNT.search(each.text) for each in card.inside())


def _card_leads_on(node: Node) -> bool:
    """Say whether the card of a picture leads on, by what stands in its heading."""
    card = next((each for each in node.around() if each.tag == "section"), None)
    return card is not None and any(
        each.is_link and any(around.is_a("div", "card-header") for around in each.around()) for each in card.inside()
    )


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
