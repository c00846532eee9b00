"""Deaths to expect in a year by age and sex, from the few cited values of ``mortality.yaml``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from jaring.core.coverage.sentence import Sentence
from jaring.core.law import Status
from jaring.core.law.finding import Finding
from jaring.core.text import Text

_FILE: Final = Path(__file__).with_name("mortality.yaml")
_PER: Final = 1_000_000
_KEYS: Final = frozenset(
    {"title_id", "title_en", "checked", "status", "note_id", "note_en", "factor_low", "factor_high", "rows"}
)


class Lives(NamedTuple):
    """People of one age and sex (``M``, ``F``); None and an empty text where these are not known."""

    age: int | None
    sex: str
    people: int


class _Row(NamedTuple):
    age: int
    male: int
    female: int


@dataclass(frozen=True, slots=True)
class MortalityTable:
    """Probabilities of death within a year, and the factors between which those of the population may lie.

    Attributes:
        rows: By rising age; probabilities in millionths.
        factor_low: Lowest factor on the table's values, in millionths.
        factor_high: Highest factor, in millionths.
        title: What the table is called.
        status: How well it is known.
        note: What a reader must know of it.
        checked: Day on which the values were compared.
    """

    rows: tuple[_Row, ...]
    factor_low: int
    factor_high: int
    title: Text
    status: Status
    note: Text
    checked: date

    @property
    def per(self) -> int:
        """What 1 is in probabilities and factors."""
        return _PER

    @property
    def assumptions(self) -> tuple[Finding, ...]:
        """What an estimate from this table rests on."""
        factors = {
            language: (_plain(self.factor_low, comma), _plain(self.factor_high, comma))
            for language, comma in (("id", ","), ("en", "."))
        }
        low, high = (Text(factors["id"][i], factors["en"][i]) for i in (0, 1))
        return (
            _TABLE.on(title=self.title, status=self.status.label, note=self.note),
            _FACTOR.on(low=low, high=high),
            _SPREAD.on(),
        )

    def deaths_a_year(self, lives: Iterable[Lives]) -> int:
        """Add up the deaths to expect in a year, in millionths of a death, before any factor.

        People of unknown sex take the mean of both; people of unknown age take the mean of all others.
        """
        deaths = people = unknown = 0
        for each in lives:
            if each.age is None:
                unknown += each.people
            else:
                people += each.people
                deaths += each.people * self.probability(each.age, each.sex)
        return deaths + (deaths * unknown // people if people else 0)

    def probability(self, age: int, sex: str) -> int:
        """Return the probability of death within a year, in millionths.

        >>> table = mortality_table()
        >>> table.probability(40, "M"), table.probability(42, "F"), table.probability(80, "M")
        (1730, 1456, 14850)
        """
        after = bisect_right(self.rows, age, key=lambda row: row.age)
        low = self.rows[max(after - 1, 0)]
        high = self.rows[min(after, len(self.rows) - 1)]
        at_low, at_high = (_of_sex(row, sex) for row in (low, high))
        if low.age >= high.age or age < low.age:
            return at_low
        return at_low + (at_high - at_low) * (age - low.age) // (high.age - low.age)


@cache
def mortality_table() -> MortalityTable:
    """Return the table that Jaring ships."""
    return read_table(yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def read_table(content: Mapping[str, Any]) -> MortalityTable:
    """Build a table from its YAML mapping, refusing unknown keys, bare numbers and ages out of order."""
    if wrong := set(content) ^ _KEYS:
        raise ValueError(f"unknown or missing keys: {sorted(wrong)}")
    rows = tuple(_Row(row["age"], _millionths(row["male"]), _millionths(row["female"])) for row in content["rows"])
    ages = [row.age for row in rows]
    if not ages or ages != sorted(set(ages)):
        raise ValueError("ages must rise")
    return MortalityTable(
        rows=rows,
        factor_low=_millionths(content["factor_low"]),
        factor_high=_millionths(content["factor_high"]),
        title=Text(content["title_id"], content["title_en"]),
        status=Status(content["status"]),
        note=Text(content["note_id"], content["note_en"]),
        checked=content["checked"],
    )


def _millionths(written: object) -> int:
    if not isinstance(written, str):
        raise TypeError("write probabilities and factors as text, in quotes")
    number = Decimal(written) * _PER
    if number != int(number) or number <= 0:
        raise ValueError(f"not above zero in whole millionths: {written}")
    return int(number)


def _of_sex(row: _Row, sex: str) -> int:
    return {"M": row.male, "F": row.female}.get(sex, (row.male + row.female) // 2)


def _plain(millionths: int, comma: str) -> str:
    return f"{Decimal(millionths) / _PER:.1f}".replace(".", comma)


_TABLE: Final = Sentence.of(
    "GAP_MORTALITY",
    "Peluang kematian menurut {title} ({status}). {note} Umur di antara baris tabel dihitung menurut garis lurus.",
    "Probabilities of death from the {title} ({status}). {note} Ages between rows follow a straight line.",
)
_FACTOR: Final = Sentence.of(
    "GAP_FACTOR",
    "Tabel itu berasal dari pemegang polis; kematian penduduk lebih tinggi. Angka terendah memakai faktor {low}, "
    "angka tertinggi faktor {high} (anggapan).",
    "That table is of insured lives; mortality of the population is higher. The lowest figure takes a factor of "
    "{low}, the highest {high} (assumed).",
)
_SPREAD: Final = Sentence.of(
    "GAP_SPREAD",
    "Kematian dianggap tersebar merata sepanjang tahun (365 hari); umur dihitung dari tahun lahir.",
    "Deaths are taken to be spread evenly over a year of 365 days; ages are counted from years of birth.",
)
