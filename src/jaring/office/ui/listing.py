"""One page of a list whose state (search, filters, order, page) stands in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest, QueryDict

PAGE = "hal"
ORDER = "urut"
PER_PAGE = 50
PAGES_MAX = 200
"""Further pages are not cut: a database walks to them row by row, and nobody reads that far. Filters do it better."""
NEIGHBOURS = 2
TOLD_IN_FULL_MAX = 20
"""A page that tells of more things than this, such as payers, leaves what can wait to the page of each."""


@dataclass(frozen=True)
class Listing:
    """A page of rows, with what the table heads and the paging need to know.

    Attributes:
        rows: The rows of this page.
        total: How many rows there are on all pages.
        number: This page, from 1.
        order: The name of the order in force; ``-`` in front where it is turned round.
        state: The query of the address, as it came.
        page: The name under which the address keeps the page; lists that share an address need one each.
    """

    rows: list[Any]
    total: int
    number: int
    order: str
    state: QueryDict
    per_page: int = PER_PAGE
    page: str = PAGE

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        rows: QuerySet[Any, Any],
        orders: Mapping[str, tuple[str, ...]],
        *,
        per_page: int = PER_PAGE,
        total: int | None = None,
        fetch: QuerySet[Any, Any] | None = None,
    ) -> Listing:
        """Cut the asked page out of ``rows`` with two statements (one where ``total`` is known).

        Args:
            request: Whose query names page (``hal``) and order (``urut``); nonsense there means the first.
            rows: The visible, filtered rows.
            orders: Names of orders and their fields, the default first. End each with a unique field.
            per_page: Rows on a page.
            total: The number of rows, where the caller knows it already.
            fetch: All rows with what the page shows of each. Where given, keys are cut first and rows fetched by key:
                one more statement, and a large table is sorted without carrying its wide rows along.
        """
        order = _order_asked(request.GET, orders)
        fields = ordering(orders, order)
        count = rows.order_by().count() if total is None else total
        number = _page_asked(request, PAGE, count, per_page)
        page = slice((number - 1) * per_page, number * per_page)
        if fetch is None:
            found = list(rows.order_by(*fields)[page])
        else:
            keys = list(rows.order_by(*fields).values_list("pk", flat=True)[page])
            by_key = fetch.in_bulk(keys)
            found = [by_key[key] for key in keys]
        return cls(found, count, number, order, request.GET, per_page)

    @classmethod
    def of_costly(
        cls,
        request: HttpRequest,
        rows: QuerySet[Any, Any],
        orders: Mapping[str, tuple[str, ...]],
        *,
        fetch: QuerySet[Any, Any],
    ) -> Listing:
        """Cut and count by one statement, where the database has to look at every row elsewhere to do either.

        Arguments as in ``of``. Only a page beyond the last costs the second statement.
        """
        order = _order_asked(request.GET, orders)
        number = _page_asked(request, PAGE, PAGES_MAX * PER_PAGE, PER_PAGE)
        # Comparing the count makes a subquery of it, so that no database thinks it may stop after one page.
        counted = rows.annotate(of_all=Window(Count("*"))).filter(of_all__gt=0).order_by(*ordering(orders, order))
        found = list(counted.values_list("pk", "of_all")[(number - 1) * PER_PAGE : number * PER_PAGE])
        if not found and number > 1:
            return cls.of(request, rows, orders, fetch=fetch)
        by_key = fetch.in_bulk([key for key, _total in found])
        total = found[0][1] if found else 0
        return cls([by_key[key] for key, _total in found], total, number, order, request.GET)

    @classmethod
    def of_found(
        cls, request: HttpRequest, rows: Sequence[Any], *, page: str = PAGE, per_page: int = PER_PAGE
    ) -> Listing:
        """Cut the asked page out of rows that were found and ordered already."""
        number = _page_asked(request, page, len(rows), per_page)
        shown = list(rows[(number - 1) * per_page : number * per_page])
        return cls(shown, len(rows), number, "", request.GET, per_page, page)

    @property
    def pages(self) -> int:
        return _pages(self.total, self.per_page)

    @property
    def is_cut(self) -> bool:
        """Whether there are rows beyond the last page."""
        return self.total > PAGES_MAX * self.per_page

    @property
    def first(self) -> int:
        """The number of the first row on this page, from 1; 0 where there is none."""
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.per_page, self.total)

    @cached_property
    def numbers(self) -> list[int | None]:
        """The pages to link to: the first, the last and those near this one; ``None`` is a gap."""
        near = range(self.number - NEIGHBOURS, self.number + NEIGHBOURS + 1)
        shown = sorted({1, self.pages, *(n for n in near if 1 <= n <= self.pages)})
        numbers: list[int | None] = []
        for page in shown:
            if numbers and page - (numbers[-1] or 0) > 1:
                numbers.append(None)
            numbers.append(page)
        return numbers

    def address(self, **changes: str | int | None) -> str:
        """Return the query of this list with some of its state changed; ``None`` takes a part away."""
        state = self.state.copy()
        for name, value in changes.items():
            state.pop(name, None)
            if value is not None:
                state[name] = str(value)
        for name in [name for name, values in state.lists() if not any(values)]:
            del state[name]
        return "?" + state.urlencode()

    @property
    def previous_address(self) -> str:
        return self.address(**{self.page: self.number - 1})

    @property
    def next_address(self) -> str:
        return self.address(**{self.page: self.number + 1})


def _order_asked(state: QueryDict, orders: Mapping[str, tuple[str, ...]]) -> str:
    """Return the order that the address asks for: the first for nonsense."""
    order = state.get(ORDER, "")
    return order if order.removeprefix("-") in orders else next(iter(orders))


def fields_asked(state: QueryDict, orders: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the fields of the order that the address asks for, for who takes all rows and no page."""
    return ordering(orders, _order_asked(state, orders))


def _pages(rows: int, per_page: int) -> int:
    return min(max(1, -(-rows // per_page)), PAGES_MAX)


def _page_asked(request: HttpRequest, name: str, rows: int, per_page: int) -> int:
    """Return the page that the address asks for: the first for nonsense, the last for what lies beyond."""
    asked = request.GET.get(name, "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    return max(1, min(number, _pages(rows, per_page)))


def ordering(orders: Mapping[str, tuple[str, ...]], order: str) -> tuple[str, ...]:
    """Return the fields of a named order, all of them turned round for a leading ``-``."""
    fields = orders[order.removeprefix("-")]
    if not order.startswith("-"):
        return fields
    return tuple(field[1:] if field.startswith("-") else f"-{field}" for field in fields)
