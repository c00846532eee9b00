"""What a big list is made of: its columns, each with one value that page, copy and workbook share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import may
from jaring.office.ui.listing import ORDER, PAGE, Listing
from jaring.office.ui.templatetags.jaring import BADGES, Badge, moment, number, rupiah, say, short_day, short_month

COLUMNS: Final = "kolom"
"""The part of the address that names the columns shown, once for each."""
VIEW: Final = "tampilan"
"""The part of the address that opens a saved view."""
EMPTY: Final = "–"


class Kind(StrEnum):
    """What the values of a column are, which decides how page, copy and workbook write them."""

    TEXT = "text"
    CODE = "code"
    """Digits that are no number: text everywhere, so that no leading or sixteenth digit is lost."""
    DAY = "day"
    MOMENT = "moment"
    MONTH = "month"
    NUMBER = "number"
    RUPIAH = "rupiah"
    STATE = "state"
    """A word of a table of ``BADGES``, which ``words`` names."""
    SENTENCES = "sentences"
    """Sentences, each in both languages; the page folds all but the first away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a list.

    Attributes:
        name: How the address calls it.
        label: What heads it.
        of: The value of a line; ``None`` and empty text are shown as a dash.
        kind: What the values are.
        words: The table of ``BADGES`` of a ``STATE``.
        order: The order of the list that its head asks for; empty where there is none.
        width: Width in the workbook, in characters.
        link: Where the value of a line leads; empty text for nowhere.
        alarms: Whether a line's value is marked red.
        needs: What a user must be allowed to be offered the column.
        is_usual: Whether it is shown where the address chooses none.
    """

    name: str
    label: Promise | str
    of: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    words: str = ""
    order: str = ""
    width: int = 20
    link: Callable[[Any], str] | None = None
    alarms: Callable[[Any], bool] | None = None
    needs: Action | None = None
    is_usual: bool = True

    @property
    def is_figure(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.RUPIAH)

    @property
    def is_sentences(self) -> bool:
        return self.kind is Kind.SENTENCES

    def badge(self, value: Any) -> Badge | None:
        """Return how the page shows a word of state."""
        return BADGES[self.words][str(value)] if self.kind is Kind.STATE and value is not None else None

    def text(self, value: Any) -> str:
        """Return a value as the page writes it; empty for nothing."""
        if value is None or value == "":
            return ""
        if self.kind is Kind.STATE:
            return str(BADGES[self.words][str(value)].label)
        return _WRITTEN.get(self.kind, str)(value)

    def raw(self, value: Any) -> str:
        """Return a value as a spreadsheet reads it from copied text: plain numbers and days; empty for ``text``."""
        if value is None:
            return ""
        if self.kind is Kind.MOMENT:
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        if self.is_sentences:
            return self.text(value)
        return str(value) if self.kind in (Kind.DAY, Kind.MONTH, Kind.NUMBER, Kind.RUPIAH) else ""


_WRITTEN: Final[Mapping[Kind, Callable[[Any], str]]] = {
    Kind.DAY: short_day,
    Kind.MOMENT: moment,
    Kind.MONTH: short_month,
    Kind.NUMBER: number,
    Kind.RUPIAH: rupiah,
    Kind.SENTENCES: lambda sentences: " ".join(map(say, sentences)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A big list: its name, who may meet it, its columns, and what a saved view keeps of its address.

    Attributes:
        name: How saved views call it; never changed.
        title: What the list is called.
        action: What a user must be allowed to meet it.
        columns: The first one is always shown.
        filters: The parts of the address that a saved view keeps besides order and columns. Searched words are not
            among them: they may be somebody's name.
    """

    name: str
    title: Promise | str
    action: Action
    columns: Sequence[Column]
    filters: Sequence[str]

    @property
    def kept(self) -> tuple[str, ...]:
        """The parts of the address that a saved view keeps."""
        return (*self.filters, ORDER, COLUMNS)

    def offered_to(self, user: User) -> list[Column]:
        """Return the columns that the user may choose from."""
        return [column for column in self.columns if column.needs is None or may(user, column.needs)]

    def chosen(self, user: User, asked: Iterable[str]) -> list[Column]:
        """Return the columns shown: those asked for, the usual ones where none is; the first always."""
        offered, names = self.offered_to(user), set(asked)
        names &= {column.name for column in offered}
        return [
            column
            for place, column in enumerate(offered)
            if place == 0 or (column.name in names if names else column.is_usual)
        ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a page, as the template needs it."""

    column: Column
    value: Any
    line: Any

    @property
    def text(self) -> str:
        return self.column.text(self.value) or EMPTY

    @property
    def raw(self) -> str:
        return self.column.raw(self.value)

    @property
    def folded(self) -> list[str]:
        """The sentences after the first, which the page folds away."""
        return [say(sentence) for sentence in self.value[1:]] if self.column.is_sentences else []

    @property
    def first(self) -> str:
        """What the page shows unfolded."""
        return say(self.value[0]) if self.folded else self.text

    @property
    def badge(self) -> Badge | None:
        return self.column.badge(self.value) if self.value != "" else None

    @property
    def link(self) -> str:
        return self.column.link(self.line) if self.column.link else ""

    @property
    def is_alarm(self) -> bool:
        return self.column.alarms is not None and self.column.alarms(self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A page of a list as the address asks for it.

    Attributes:
        sheet: The list.
        listing: Page, order and number of rows.
        lines: What the columns read, one for each row of the page.
        offered: The columns that the user may choose.
        columns: Those that are shown.
        orders: The orders that the list is offered in; a head of another orders nothing.
        tick: The value by which a ticked line is sent; ``None`` where there is no act on several.
    """

    sheet: Sheet
    listing: Listing
    lines: Sequence[Any]
    offered: Sequence[Column]
    columns: Sequence[Column]
    orders: Collection[str]
    tick: Callable[[Any], str] | None = None

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        user: User,
        listing: Listing,
        lines: Sequence[Any],
        *,
        orders: Collection[str],
        tick: Callable[[Any], str] | None = None,
    ) -> Table:
        """Show ``lines`` in the columns that the address of ``listing`` names."""
        chosen = sheet.chosen(user, listing.state.getlist(COLUMNS))
        offered = sheet.offered_to(user)
        return cls(
            sheet=sheet, listing=listing, lines=lines, offered=offered, columns=chosen, orders=orders, tick=tick
        )

    @property
    def rows(self) -> list[tuple[str, list[Cell]]]:
        """The cells of each line, and the value by which it is ticked."""
        return [
            (self.tick(line) if self.tick else "", [Cell(column, column.of(line), line) for column in self.columns])
            for line in self.lines
        ]

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """Each column on offer besides the first, and whether it is shown."""
        shown = {column.name for column in self.columns}
        return [(column, column.name in shown) for column in self.offered[1:]]

    @property
    def kept_by_filters(self) -> list[tuple[str, str]]:
        """Order and columns, which a form of filters sends along."""
        return _pairs(self.listing, {ORDER, COLUMNS})

    @property
    def kept_by_columns(self) -> list[tuple[str, str]]:
        """Filters, searched words and order, which the form of columns sends along."""
        return _pairs(self.listing, set(self.listing.state) - {COLUMNS, PAGE})

    @property
    def query(self) -> str:
        """The address without the page: what exports and saved views go by."""
        return self.listing.address(**{PAGE: None})

    @property
    def usual(self) -> str:
        """The same with the usual columns."""
        return self.listing.address(**{PAGE: None, COLUMNS: None})


def _pairs(listing: Listing, names: set[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in listing.state.lists() if name in names for value in values if value]
