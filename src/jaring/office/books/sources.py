"""Where an entry of the ledger leads: the page of the act behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.urls import reverse

from jaring.office.books.models import Entry


def _bill(entry: Entry) -> str:
    assert entry.month is not None  # A bill has its month.
    return f"{reverse('billing:detail', args=[entry.month])}?sumber={entry.payer_id}"


def _reversed_entry(entry: Entry) -> str:
    return reverse("books:entry", args=[entry.reverses_id])


PAGES: Final[Mapping[str, Callable[[Entry], str]]] = {
    Entry.Kind.BILL: _bill,
    Entry.Kind.REVERSAL: _reversed_entry,
}
"""The page behind each kind of entry."""


def source_address(entry: Entry) -> str:
    """Return the address of what is behind an entry; empty where it has no page."""
    page = PAGES.get(entry.kind)
    return page(entry) if page else ""
