"""What everybody may see of a regency: totals by district, with small numbers and what would betray them left out.

One day and one month only, no village, no person. What a page, a file or a chart shows comes from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Final, NamedTuple

from jaring.core.disclosure import CELL_MIN, hidden_cells
from jaring.core.month import Month
from jaring.office.insight.figures import Area, figures_of, percent
from jaring.office.insight.models import PublicPageChoice
from jaring.office.places.models import Regency
from jaring.office.postgresql.sight import EVERYWHERE, seeing
from jaring.office.programme.models import DecreePublication

DECREES_SHOWN: Final = 12


class PublicRow(NamedTuple):
    """A district, or all of them: what is hidden is None. ``paid_idr`` counts the months of the running year."""

    code: str
    name: str
    people: int | None
    waiting: int | None
    paid_idr: int | None

    @property
    def coverage(self) -> Decimal | None:
        if self.people is None or self.waiting is None:
            return None
        return percent(self.people, self.people + self.waiting)


class PublicMonth(NamedTuple):
    """A month of the whole regency: what is hidden is None."""

    month: Month
    people: int | None
    paid: int | None
    paid_idr: int | None


class PublicDecreeRow(NamedTuple):
    """A district in a decree: what is hidden is None."""

    name: str
    additions: int | None
    removals: int | None


class PublicDecree(NamedTuple):
    """A decree that was made known, with its people counted by district and all together."""

    number: str
    decree_date: date
    effective_month: Month
    rows: Sequence[PublicDecreeRow]
    total: PublicDecreeRow


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """All that is published of a regency on a day."""

    regency: Regency
    today: date
    month: Month
    run_at: datetime | None
    rows: Sequence[PublicRow]
    total: PublicRow
    months: Sequence[PublicMonth]
    decrees: Sequence[PublicDecree] = ()

    @property
    def hides_something(self) -> bool:
        of_decrees = (row for decree in self.decrees for row in (*decree.rows, decree.total))
        return any(None in row for row in (*self.rows, self.total, *self.months, *of_decrees))


def open_regencies() -> list[Regency]:
    """Return the regencies whose public page is open, by code. Every regency's is until it is closed."""
    with seeing([EVERYWHERE]):
        latest = dict(PublicPageChoice.objects.order_by("id").values_list("regency", "is_open"))
        return [regency for regency in Regency.objects.order_by("code") if latest.get(regency.code, True)]


def public_figures(regency: Regency, today: date) -> PublicFigures:
    """Return what is published of a regency; whoever asks meets this regency's rows only here."""
    with seeing([regency.code]):
        figures = figures_of(regency.code, today)
        made_known = DecreePublication.objects.filter(decree__regency=regency).select_related("decree")
        decrees = [_public_decree(each) for each in made_known.order_by("-published_at")[:DECREES_SHOWN]]
    rows = _published(figures.districts, figures.total, today.year)
    return PublicFigures(
        regency=regency,
        today=today,
        month=figures.month,
        run_at=figures.run_at,
        rows=rows[:-1],
        total=rows[-1],
        months=_months(figures.total),
        decrees=decrees,
    )


def _public_decree(publication: DecreePublication) -> PublicDecree:
    decree, counts = publication.decree, publication.counts
    columns = [_hidden_column([row[change] for row in counts]) for change in ("additions", "removals")]
    return PublicDecree(
        decree.number,
        decree.decree_date,
        decree.effective_month,
        [PublicDecreeRow(row["name"], *(column[place] for column in columns)) for place, row in enumerate(counts)],
        PublicDecreeRow("", columns[0][-1], columns[1][-1]),
    )


def _hidden_column(counts: list[int]) -> list[int | None]:
    """Return counts with their total last, what must stay hidden as None. Nobody at all is no small number."""
    if not any(counts):
        return [0] * (len(counts) + 1)
    hidden = hidden_cells(counts)
    cells = [None if place in hidden.cells else count for place, count in enumerate(counts)]
    return [*cells, None if hidden.total else sum(counts)]


def _published(districts: Sequence[Area], total: Area, year: int) -> list[PublicRow]:
    """Return the rows of the districts and, last, of all of them."""
    people = hidden_cells([area.covered for area in districts])
    waiting = hidden_cells([area.waiting for area in districts])
    money = hidden_cells([_fewest_paid(area, year) for area in districts], also=people.cells)
    rows = [
        PublicRow(
            area.code,
            area.name,
            None if position in people.cells else area.covered,
            None if position in waiting.cells else area.waiting,
            None if position in money.cells else area.of_year(year).paid_idr,
        )
        for position, area in enumerate(districts)
    ]
    whole = PublicRow(
        total.code,
        total.name,
        None if people.total else total.covered,
        None if waiting.total else total.waiting,
        None if money.total else total.of_year(year).paid_idr,
    )
    return [*rows, whole]


def _fewest_paid(area: Area, year: int) -> int:
    """Return for how few people a month of the year was paid: a price is known, so money tells their number."""
    months = [each.paid for month, each in area.months.items() if month.year == year and each.paid]
    return min(months, default=0)


def _months(total: Area) -> list[PublicMonth]:
    """Return the months of a regency; those of one year add up to a published sum. Nothing paid is no small number."""
    found = []
    for _year, group in groupby(sorted(total.months.items()), key=lambda item: item[0].year):
        months = list(group)
        paid = [position for position, (_, each) in enumerate(months) if each.paid]
        few = {paid[cell] for cell in hidden_cells([months[position][1].paid for position in paid]).cells}
        for position, (month, each) in enumerate(months):
            is_hidden = position in few
            found.append(
                PublicMonth(
                    month,
                    each.enrolled if each.enrolled >= CELL_MIN else None,
                    None if is_hidden else each.paid,
                    None if is_hidden else each.paid_idr,
                )
            )
    return found
