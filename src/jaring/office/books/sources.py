"""Where an entry of the ledger leads: the page of the act behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.urls import reverse

from jaring.office.books.models import Entry


def _bill(entry: Entry) -> str:
    assert entry.month is not None  # A bill has its month.
    return f"{reverse('billing:detail', args=[entry.month])}?sumber={entry.payer_id}"


def _payment(route: str) -> Callable[[Entry], str]:
    return lambda entry: reverse(f"payments:{route}", args=[entry.source])


def _reversed_entry(entry: Entry) -> str:
    return reverse("books:entry", args=[entry.reverses_id])


PAGES: Final[Mapping[str, Callable[[Entry], str]]] = {
    Entry.Kind.BILL: _bill,
    Entry.Kind.TRANSFER: _payment("transfer"),
    Entry.Kind.ALLOCATION: _payment("settlement"),
    Entry.Kind.RELEASE: _payment("release"),
    Entry.Kind.REFUND_CLAIM: _payment("refund"),
    Entry.Kind.REFUND_RECEIPT: _payment("refund_of_receipt"),
    Entry.Kind.WRITE_OFF: _payment("refund_of_write_off"),
    Entry.Kind.REVERSAL: _reversed_entry,
}
"""The page behind each kind of entry."""


def source_address(entry: Entry) -> str:
    """Return the address of what is behind an entry; empty where it has no page."""
    page = PAGES.get(entry.kind)
    return page(entry) if page else ""
