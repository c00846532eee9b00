"""Units: what a value of law may be, how it is written in YAML, and what is refused.

To add a unit, write its reader here, add it to ``READERS``, and its words to ``jaring.core.law.words``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from jaring.core.law.written import mapping, text
from jaring.core.money import Rounding
from jaring.core.text import Text


class Bracket(NamedTuple):
    """One printed row of an income table. ``to_idr`` is None in the last row."""

    from_idr: int
    to_idr: int | None
    base_idr: int


class RateStep(NamedTuple):
    """A rate that holds from a month on, counted from 1, up to the next step."""

    from_month: int
    rate: Decimal


class DisabilityRow(NamedTuple):
    """One row of a disability table. Exactly one of ``rate`` and ``rate_range`` is given.

    Attributes:
        part: Stable key, for example ``thumb_right``.
        rate: Share of the full grant; for a part with ``per`` the share of one step.
        rate_range: Lowest and highest share where a physician decides between them.
        per: What one step is, for parts that are counted in steps ("10 decibels"); None otherwise.
        rate_max: The most that all steps together give; None where steps do not exist.
        other_side: The row that a left-handed person takes instead; None where sides are alike.
    """

    part: str
    label: Text
    rate: Decimal | None
    rate_range: tuple[Decimal, Decimal] | None
    per: Text | None
    rate_max: Decimal | None
    other_side: str | None


Content: TypeAlias = (
    int
    | Decimal
    | bool
    | str
    | tuple[str, ...]
    | tuple[int, ...]
    | tuple[tuple[str, ...], ...]
    | tuple[Bracket, ...]
    | tuple[RateStep, ...]
    | tuple[DisabilityRow, ...]
)


def _read_whole(place: str, value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(f"{place}: expected a whole number, got {value!r}")
    return value


def _read_rate(place: str, value: object) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(f'{place}: write the rate in quotes ("0.50"), so that no float enters')
    if not _PLAIN_DECIMAL(value):
        raise ValueError(f"{place}: expected a plain decimal, got {value!r}")
    rate = Decimal(value)
    if not 0 <= rate <= 1:
        raise ValueError(f"{place}: a rate lies between 0 and 1, got {value}")
    return rate


def _read_flag(place: str, value: object) -> bool:
    if type(value) is not bool:
        raise TypeError(f"{place}: expected true or false, got {value!r}")
    return value


def _read_positive(place: str, value: object) -> int:
    number = _read_whole(place, value)
    if number == 0:
        raise ValueError(f"{place}: expected at least 1")
    return number


def _read_day_of_month(place: str, value: object) -> int:
    number = _read_whole(place, value)
    if not 1 <= number <= _SHORTEST_MONTH:
        raise ValueError(f"{place}: every month has the days 1 to {_SHORTEST_MONTH} only, got {number}")
    return number


def _read_code(place: str, value: object) -> str:
    code = text(place, value)
    if not _CODE(code):
        raise ValueError(f"{place}: a code has letters, digits and underscores, got {code!r}")
    return code


def _read_codes(place: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected a list of codes")
    codes = tuple(_read_code(place, item) for item in value)
    _refuse_repeated(place, codes)
    return codes


def _read_groups(place: str, value: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected a list of groups of codes")
    groups = tuple(_read_codes(place, group) for group in value)
    _refuse_repeated(place, [code for group in groups for code in group])
    return groups


def _read_counts(place: str, value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected a list of whole numbers")
    counts = tuple(_read_whole(place, item) for item in value)
    if list(counts) != sorted(set(counts)):
        raise ValueError(f"{place}: the numbers do not rise")
    return counts


def _refuse_repeated(place: str, codes: Sequence[str]) -> None:
    if repeated := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"{place}: written twice: {repeated}")


def _read_rounding(place: str, value: object) -> str:
    name = text(place, value)
    if name.upper() not in Rounding.__members__:
        raise ValueError(f"{place}: unknown rounding {name}")
    return name


def _read_brackets(place: str, value: object) -> tuple[Bracket, ...]:
    """Read an income table: rows rise, and only the last one is open."""
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected the rows of a table")
    rows = tuple(_bracket(f"{place} row {i + 1}", row) for i, row in enumerate(value))
    for row, after in pairwise(rows):
        if row.to_idr is None or not row.from_idr < row.to_idr < after.from_idr or row.base_idr >= after.base_idr:
            raise ValueError(f"{place}: the table does not rise at the row from {after.from_idr}")
    if rows[0].from_idr != 0 or rows[-1].to_idr is not None:
        raise ValueError(f"{place}: the table starts at 0 and its last row is open")
    return rows


def _bracket(place: str, row: object) -> Bracket:
    fields = mapping(place, row, {"from", "base"}, {"to"})
    to_idr = _read_whole(place, fields["to"]) if "to" in fields else None
    return Bracket(_read_whole(place, fields["from"]), to_idr, _read_whole(place, fields["base"]))


def _read_rate_steps(place: str, value: object) -> tuple[RateStep, ...]:
    """Read a schedule of rates: it begins with month 1 and its months rise."""
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected the rows of a schedule")
    steps = tuple(_rate_step(f"{place} row {i + 1}", row) for i, row in enumerate(value))
    if steps[0].from_month != 1 or any(a.from_month >= b.from_month for a, b in pairwise(steps)):
        raise ValueError(f"{place}: a schedule begins with month 1 and its months rise")
    return steps


def _rate_step(place: str, row: object) -> RateStep:
    fields = mapping(place, row, {"from_month", "rate"}, set())
    return RateStep(_read_whole(place, fields["from_month"]), _read_rate(place, fields["rate"]))


def _read_disabilities(place: str, value: object) -> tuple[DisabilityRow, ...]:
    """Read a disability table: each part once, and sides that name each other."""
    if not isinstance(value, list) or not value:
        raise TypeError(f"{place}: expected the rows of a table")
    rows = tuple(_disability(f"{place} row {i + 1}", row) for i, row in enumerate(value))
    _refuse_repeated(place, [row.part for row in rows])
    by_part = {row.part: row for row in rows}
    for row in rows:
        if row.other_side is not None:
            other = by_part.get(row.other_side)
            if other is None or other is row or other.other_side != row.part:
                raise ValueError(f"{place}: {row.part} and {row.other_side} do not name each other")
    return rows


def _disability(place: str, data: object) -> DisabilityRow:
    optional = {"percent", "percent_from", "percent_to", "per_id", "per_en", "percent_max", "other_side"}
    fields = mapping(place, data, {"part", "label_id", "label_en"}, optional)
    counted = {"per_id", "per_en", "percent_max"} & set(fields)
    if "percent" in fields:
        if {"percent_from", "percent_to"} & set(fields):
            raise ValueError(f"{place}: either a percentage or a range")
        if counted and len(counted) != len({"per_id", "per_en", "percent_max"}):
            raise ValueError(f"{place}: a part counted in steps says what a step is, in both languages, and its most")
        rate, rate_range = _percent(place, fields["percent"]), None
    else:
        if counted or not {"percent_from", "percent_to"} <= set(fields):
            raise ValueError(f"{place}: a row has a percentage, or a range from its lowest to its highest")
        rate, rate_range = None, (_percent(place, fields["percent_from"]), _percent(place, fields["percent_to"]))
        if rate_range[0] >= rate_range[1]:
            raise ValueError(f"{place}: the range does not rise")
    return DisabilityRow(
        part=_read_code(place, fields["part"]),
        label=Text(text(place, fields["label_id"]), text(place, fields["label_en"])),
        rate=rate,
        rate_range=rate_range,
        per=Text(text(place, fields["per_id"]), text(place, fields["per_en"])) if counted else None,
        rate_max=_percent(place, fields["percent_max"]) if counted else None,
        other_side=_read_code(place, fields["other_side"]) if "other_side" in fields else None,
    )


def _percent(place: str, value: object) -> Decimal:
    """Read a percentage as the law prints it, 70 or "4.5", and return the share."""
    if type(value) is not int and not (isinstance(value, str) and _PLAIN_DECIMAL(value)):
        raise TypeError(f'{place}: write a percentage as a whole number or in quotes ("4.5"), got {value!r}')
    share = Decimal(value) / 100
    if not 0 < share <= 1:
        raise ValueError(f"{place}: a percentage lies above 0 and up to 100, got {value}")
    return share


_SHORTEST_MONTH: Final = 28
_PLAIN_DECIMAL: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?").fullmatch
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*").fullmatch
READERS: Final[Mapping[str, Callable[[str, object], Content]]] = {
    "IDR": _read_whole,
    "IDR/month": _read_whole,
    "IDR/year": _read_whole,
    "1": _read_rate,
    "1/month": _read_rate,
    "1/day": _read_rate,
    "years": _read_whole,
    "months": _read_whole,
    "days": _read_positive,
    "working days": _read_whole,
    "hours": _read_whole,
    "children": _read_whole,
    "day of month": _read_day_of_month,
    "yes or no": _read_flag,
    "code": _read_code,
    "codes": _read_codes,
    "groups of codes": _read_groups,
    "counts of months": _read_counts,
    "rounding": _read_rounding,
    "income table": _read_brackets,
    "rate schedule": _read_rate_steps,
    "disability table": _read_disabilities,
}
