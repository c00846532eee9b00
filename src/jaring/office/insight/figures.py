"""Figures of the programme by village, district and regency, month by month. Numbers of people and IDR; no person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from jaring.core import contribution as law
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.insight.counts import Counts, Dues, counts_of
from jaring.office.places.models import Regency, Village

FULL: Final = Decimal(100)
LEAST: Final = Decimal("0.1")
MONTHS_BACK: Final = 11
"""Months before the current one that figures reach back to."""


class MonthFigures(NamedTuple):
    """One month of an area.

    Attributes:
        enrolled: People whom decrees in force cover.
        billed: People for whom a contribution was billed.
        paid: Of these, whose contribution is paid whole.
        gap: People enrolled for whom nothing is paid although the month fell due; those released are not among them.
        billed_idr: Contributions billed, IDR.
        paid_idr: Contributions paid, IDR.
        overdue_idr: Contributions billed, fallen due and open, IDR.
    """

    enrolled: int = 0
    billed: int = 0
    paid: int = 0
    gap: int = 0
    billed_idr: int = 0
    paid_idr: int = 0
    overdue_idr: int = 0


NO_FIGURES: Final = MonthFigures()


@dataclass(frozen=True, slots=True)
class Area:
    """The figures of a village, a district or a regency.

    Attributes:
        months: By month, from the first asked for up to the current one.
        eligible: People who meet the conditions, by the last choice.
        poor: Of these, who stand in the lower deciles of DTSEN.
        waiting: Of the eligible, whom nobody covers this month.
        poor_waiting: Of the poor, whom nobody covers this month.
    """

    code: str
    name: str
    months: Mapping[Month, MonthFigures] = field(default_factory=dict)
    eligible: int = 0
    poor: int = 0
    waiting: int = 0
    poor_waiting: int = 0

    @property
    def now(self) -> MonthFigures:
        return self.months[max(self.months)]

    @property
    def covered(self) -> int:
        return self.now.enrolled

    @property
    def coverage(self) -> Decimal | None:
        """Percent covered of those who are covered or could be; None where there is nobody."""
        return percent(self.covered, self.covered + self.waiting)

    @property
    def need(self) -> Decimal | None:
        """Percent of the eligible poor whom nobody covers; None where no decile is known."""
        return percent(self.poor_waiting, self.poor)

    @property
    def gap_months(self) -> Decimal | None:
        """Months without paid cover for each person enrolled, over all months; None where nobody was."""
        people = max(each.enrolled for each in self.months.values())
        gaps = sum(each.gap for each in self.months.values())
        return tenths(gaps * 10, people) if people else None

    def of_year(self, year: int) -> MonthFigures:
        """Return the months of a calendar year together; people are then person-months."""
        return _together(figures for month, figures in self.months.items() if month.year == year)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a regency, as far as a reader may see them.

    Attributes:
        month: The current month; the months of every area end with it.
        run_at: When the last choice was made; None where none was.
        villages: By code.
    """

    regency: Regency
    today: date
    month: Month
    run_at: datetime | None
    villages: Mapping[str, Area]
    places: Mapping[str, Village]

    @property
    def total(self) -> Area:
        return added_up(self.regency.code, self.regency.name, self.villages.values())

    @property
    def districts(self) -> list[Area]:
        """The districts by code, each the sum of its villages."""
        below: dict[str, list[Area]] = defaultdict(list)
        for code, area in self.villages.items():
            below[code[:8]].append(area)
        names = {village.district_id: village.district.name for village in self.places.values()}
        return [added_up(code, names[code], below[code]) for code in sorted(below)]


def percent(part: int, whole: int) -> Decimal | None:
    """Return a share in percent with one decimal, halves rounded up; None of nothing.

    Only the whole is 100 and only nothing is 0: what is just short of all is 99.9, and the least part is 0.1.

    >>> percent(2_505_829_200, 2_506_198_800)
    Decimal('99.9')
    """
    if not whole:
        return None
    share = tenths(part * 1000, whole)
    return min(max(share, LEAST), FULL - LEAST) if 0 < part < whole else share


def tenths(times_ten: int, by: int) -> Decimal:
    """Return a quotient of whole numbers, its tenfold given, with one decimal; halves are rounded up."""
    return Decimal((2 * times_ten + by) // (2 * by)) / 10


def added_up(code: str, name: str, areas: Iterable[Area]) -> Area:
    """Return several areas as one."""
    areas = list(areas)
    months = sorted({month for area in areas for month in area.months})
    return Area(
        code=code,
        name=name,
        months={month: _together(area.months.get(month, NO_FIGURES) for area in areas) for month in months},
        **{
            each: sum(getattr(area, each) for area in areas)
            for each in ("eligible", "poor", "waiting", "poor_waiting")
        },
    )


def regencies_visible_to(user: User, action: Action = Action.SEE_TOTALS) -> list[str]:
    """Return the codes of the regencies in whose totals the user has a part."""
    scope = scope_for(user, action)
    if scope.everywhere:
        return list(Regency.objects.order_by("code").values_list("code", flat=True))
    return sorted({code[:5] for code in scope.regencies | scope.districts | scope.villages})


def figures_visible_to(user: User, regency_code: str, today: date) -> Figures:
    """Return the figures of the villages in the user's area: his district, or the whole regency."""
    villages = Village.objects.filter(district__regency=regency_code).select_related("district").order_by("code")
    return _figures(
        regency_code,
        scope_for(user, Action.SEE_TOTALS).within(villages, village="code", regency="district__regency"),
        today,
    )


def figures_of(regency_code: str, today: date) -> Figures:
    """Return the figures of a whole regency, for papers that say totals only."""
    villages = Village.objects.filter(district__regency=regency_code).select_related("district").order_by("code")
    return _figures(regency_code, villages, today)


def _figures(regency_code: str, villages: Iterable[Village], today: date) -> Figures:
    month = Month.of(today)
    counts = counts_of(regency_code, month + -MONTHS_BACK, month)
    places = {village.code: village for village in villages}
    months = list((month + -MONTHS_BACK).until(month + 1))
    made = _by_month(counts, months, today)
    decided = {each.village: each for each in counts.decided}
    areas = {}
    for code, village in places.items():
        area = Area(code, village.name, {each: made.get((code, each), NO_FIGURES) for each in months})
        if (met := decided.get(code)) is not None:
            area = replace(
                area, eligible=met.eligible, poor=met.poor, waiting=met.waiting, poor_waiting=met.poor_waiting
            )
        areas[code] = area
    return Figures(counts.regency, today, month, counts.run_at, areas, places)


def _by_month(counts: Counts, months: Sequence[Month], today: date) -> dict[tuple[str, Month], MonthFigures]:
    """Put together what is enrolled, billed and open in each village and month."""
    of_bill = {money.bill.pk: money.bill.month for money in counts.bills}
    enrolled: dict[tuple[str, Month], int] = defaultdict(int)
    for span in counts.spans:
        for month in max(span.start, months[0]).until(min(span.until, months[-1] + 1)):
            enrolled[span.village, month] += span.people
    billed, unpaid, released = (
        _people(counts.billed, of_bill),
        _people(counts.unpaid, of_bill),
        _people(counts.unpaid, of_bill, "released"),
    )
    billed_idr, unpaid_idr, released_idr = (
        _amounts(counts.billed, of_bill),
        _amounts(counts.unpaid, of_bill),
        _amounts(counts.unpaid, of_bill, "released_idr"),
    )
    made, keys = {}, enrolled.keys() | billed.keys()
    fallen_due = {month for month in {key[1] for key in keys} if law.due_date(month)[0] < today}
    for key in keys:
        has_fallen_due = key[1] in fallen_due
        paid = billed[key] - unpaid[key]
        made[key] = MonthFigures(
            enrolled=enrolled[key],
            billed=billed[key],
            paid=paid,
            gap=max(0, enrolled[key] - paid - released[key]) if has_fallen_due else 0,
            billed_idr=billed_idr[key],
            paid_idr=billed_idr[key] - unpaid_idr[key],
            overdue_idr=unpaid_idr[key] - released_idr[key] if has_fallen_due else 0,
        )
    return made


def _people(
    dues: Iterable[Dues], of_bill: Mapping[int, Month], counted: str = "people"
) -> dict[tuple[str, Month], int]:
    """Count people, not dues: two payers who share the contribution of a plan bill the same people."""
    most: dict[tuple[str, Month, int], int] = defaultdict(int)
    people: dict[tuple[str, Month], int] = defaultdict(int)
    for due in dues:
        month, count = of_bill[due.bill], getattr(due, counted)
        if due.plan:
            most[due.village, month, due.plan] = max(most[due.village, month, due.plan], count)
        else:
            people[due.village, month] += count
    for (village, month, _plan), count in most.items():
        people[village, month] += count
    return people


def _amounts(
    dues: Iterable[Dues], of_bill: Mapping[int, Month], summed: str = "amount_idr"
) -> dict[tuple[str, Month], int]:
    sums: dict[tuple[str, Month], int] = defaultdict(int)
    for due in dues:
        sums[due.village, of_bill[due.bill]] += getattr(due, summed)
    return sums


def _together(figures: Iterable[MonthFigures]) -> MonthFigures:
    return MonthFigures(*map(sum, zip(NO_FIGURES, *figures, strict=True)))
