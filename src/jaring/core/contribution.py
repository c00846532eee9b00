"""Monthly contribution (iuran) to JKK and JKM: who pays, on what base, how much, by which regulation.

The law depends on few facts - month, payer, base and sector - so it is computed once per distinct combination
(``contribution_for_base``) and applied to everybody who shares it. ``contribution`` starts one step earlier, from
an income.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from jaring.core import law
from jaring.core.errors import JaringError
from jaring.core.law import LawOfDay, Source, Status, Value
from jaring.core.money import ZERO, Rupiah
from jaring.core.month import Month
from jaring.core.text import Text

NO_READINGS: Final[frozenset[str]] = frozenset()


class IncomeNegativeError(JaringError):
    """An income below zero."""

    code = "JRG-120"
    sentence = Text("Penghasilan tidak boleh kurang dari nol.", "An income cannot be less than zero.")
    hint = Text(
        "Tulis penghasilan sebulan dalam rupiah penuh, misalnya 900000.",
        "Write the monthly income in whole rupiah, for example 900000.",
    )


class BaseUnknownError(JaringError):
    """A base that is not one of the table's."""

    code = "JRG-121"
    sentence = Text(
        "Dasar penghasilan {base} tidak ada dalam tabel iuran yang berlaku pada {month}.",
        "The base {base} is not in the contribution table in force in {month}.",
    )
    hint = Text(
        "Pakai dasar dari tabel; lihat: jaring law show contribution/bpu/income_table",
        "Use a base of the table; see: jaring law show contribution/bpu/income_table",
    )


class SavingsOfWageEarnerError(JaringError):
    """Old-age savings asked for a wage earner, whose rate is another."""

    code = "JRG-122"
    sentence = Text(
        "JHT hanya dihitung untuk peserta bukan penerima upah.",
        "Old-age savings (JHT) are computed for non-wage participants only.",
    )
    hint = Text(
        "Hilangkan JHT, atau pilih sumber iuran selain EMPLOYER.",
        "Leave JHT out, or choose a payer other than EMPLOYER.",
    )


class Payer(StrEnum):
    """Whose money pays the contribution (sumber iuran)."""

    APBD = "APBD"
    APBD_PROVINSI = "APBD_PROVINSI"
    APBN = "APBN"
    DANA_DESA = "DANA_DESA"
    APBDES = "APBDES"
    CSR = "CSR"
    SELF = "SELF"
    EMPLOYER = "EMPLOYER"

    @property
    def label(self) -> Text:
        return _PAYER_LABELS[self]

    @property
    def segment(self) -> Segment:
        """Wage earners have an employer who pays; everybody else is a non-wage participant."""
        return Segment.PU if self is Payer.EMPLOYER else Segment.BPU


class Segment(StrEnum):
    """Wage earner (penerima upah) or not (bukan penerima upah)."""

    PU = "PU"
    BPU = "BPU"

    @property
    def label(self) -> Text:
        return _SEGMENT_LABELS[self]


class Sector(StrEnum):
    """The division that the discount of 2026 makes: carrying people and goods, or any other work."""

    TRANSPORT = "transport"
    OTHER = "other"

    @property
    def label(self) -> Text:
        return _SECTOR_LABELS[self]


class RiskGroup(StrEnum):
    """Risk of work accident of a wage earner's employer (kelompok tingkat risiko)."""

    VERY_LOW = "very_low"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"

    @property
    def label(self) -> Text:
        return _RISK_GROUP_LABELS[self]


class RateFacts(NamedTuple):
    """All that a contribution depends on. Two people with the same facts owe the same.

    ``base`` is a base of the income table, or for EMPLOYER the monthly wage.
    """

    month: Month
    payer: Payer
    base: Rupiah
    sector: Sector = Sector.OTHER
    risk_group: RiskGroup | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What is due for one participant and month, and why. ``discount_rate`` is the share that is waived."""

    facts: RateFacts
    jkk: Rupiah
    jkm: Rupiah
    jht: Rupiah
    discount_rate: Decimal
    values: tuple[Value, ...]

    @property
    def total(self) -> Rupiah:
        return self.jkk + self.jkm + self.jht

    @property
    def sources(self) -> tuple[Source, ...]:
        """The regulations behind the amounts, each law, article and status once."""
        once = {(each.source.law, each.source.article, each.source.status): each.source for each in self.values}
        return tuple(once.values())

    @property
    def rests_on_assumption(self) -> bool:
        """Whether a value behind the amounts is only assumed; then every page that shows them says so."""
        return any(source.status is Status.ASSUMED for source in self.sources)

    def as_json(self) -> dict[str, object]:
        """Return the public document: ``discount_rate`` is the share waived, 0 to 1; all money is whole rupiah."""
        return {
            "month": str(self.facts.month),
            "payer": self.facts.payer.value,
            "base_idr": self.facts.base.idr,
            "jkk_idr": self.jkk.idr,
            "jkm_idr": self.jkm.idr,
            "total_idr": self.total.idr,
            "discount_rate": _json_number(self.discount_rate),
            "sources": [source.as_json() for source in self.sources],
        }


def contribution(
    month: Month,
    payer: Payer,
    income: Rupiah,
    sector: Sector = Sector.OTHER,
    *,
    risk_group: RiskGroup | None = None,
    with_jht: bool = False,
    paid_in: Month | None = None,
    readings: frozenset[str] = NO_READINGS,
) -> Contribution:
    """Compute what is due for ``month`` from an income.

    Args:
        month: Month the contribution is for, not the month it is paid.
        payer: Whose money pays.
        income: Monthly income of the worker, or the wage where the employer pays; IDR, zero or more.
        sector: Decides the months of the discount of 2026.
        risk_group: For wage earners; that of village apparatus unless given.
        with_jht: Add the optional old-age savings of a non-wage participant.
        paid_in: Month of payment where it is another one; it decides the discount under one reading of the law.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        The amounts in whole rupiah, with the values of law behind them.

    Raises:
        IncomeNegativeError: (JRG-120) the income is below zero.
        ParameterNotInForceError: (JRG-101) the month lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.
        SavingsOfWageEarnerError: (JRG-122) JHT is asked for a wage earner.

    Source of law:
        PP 44/2015 Lampiran II (non-wage) and articles 16 and 18 (wage); PP 49/2020; PP 50/2025. Checked
        2026-11-22 in published secondary sources; the parameters carry article and status.

    >>> str(contribution(Month(2026, 5), Payer.APBD, Rupiah(900_000)).total)
    'Rp16.800'
    >>> str(contribution(Month(2026, 5), Payer.SELF, Rupiah(900_000)).total)
    'Rp8.400'
    """
    base = base_for_income(month, payer, income)
    facts = RateFacts(month, payer, base, sector, risk_group)
    return contribution_for_base(facts, with_jht=with_jht, paid_in=paid_in, readings=readings)


def base_for_income(month: Month, payer: Payer, income: Rupiah) -> Rupiah:
    """Return the base (dasar penghasilan) on which an income is insured; a wage is its own base.

    Raises:
        IncomeNegativeError: (JRG-120) the income is below zero.
        ParameterNotInForceError: (JRG-101) the month lies before the law.
    """
    if income < ZERO:
        raise IncomeNegativeError
    if payer.segment is Segment.PU:
        return income
    brackets = law.at(month.first_day).value("contribution/bpu/income_table").brackets
    # The printed upper limits leave gaps; the next row's lower limit ends a bracket (see the table's note).
    row = bisect_right(brackets, income.idr, key=lambda bracket: bracket.from_idr) - 1
    return Rupiah(brackets[row].base_idr)


def base_in_programme(month: Month, payer: Payer, declared: Rupiah, income: Rupiah | None) -> Rupiah:
    """Return the base on which a programme insures somebody from a month on.

    That is the base declared for all its people; of a wage earner it is the wage, and the lowest fixed income of
    village staff where the wage is not known or is written below it.

    Raises:
        ParameterNotInForceError: (JRG-101) a wage earner's month lies before PP 11/2019.

    Source of law:
        PP 11/2019 article 81, as a floor; status assumed, checked 2026-11-22.

    >>> str(base_in_programme(Month(2026, 5), Payer.APBD, Rupiah(1_000_000), Rupiah(1_500_000)))
    'Rp1.000.000'
    >>> str(base_in_programme(Month(2026, 5), Payer.EMPLOYER, Rupiah(1_000_000), Rupiah(1_500_000)))
    'Rp2.022.200'
    """
    if payer.segment is Segment.BPU:
        return declared
    floor = law.at(month.first_day).value("contribution/pu/village_income_floor", position="village_staff").amount
    return max(floor, income or ZERO)


def contribution_for_base(
    facts: RateFacts,
    *,
    with_jht: bool = False,
    paid_in: Month | None = None,
    readings: frozenset[str] = NO_READINGS,
) -> Contribution:
    """Compute what is due for one combination of facts. ``paid_in`` is the month of payment where it is another.

    Raises:
        BaseUnknownError: (JRG-121) the base is not one of the income table.
        IncomeNegativeError: (JRG-120) the wage is below zero.
        SavingsOfWageEarnerError: (JRG-122) JHT is asked for a wage earner.
        ParameterNotInForceError: (JRG-101) the month lies before the law.
    """
    if with_jht and facts.payer.segment is Segment.PU:
        raise SavingsOfWageEarnerError
    of_day = law.at(facts.month.first_day, {"payer": facts.payer, "sector": facts.sector}, readings)
    if facts.payer.segment is Segment.PU:
        full = _full_of_wage_earner(facts, of_day)
    else:
        full = _full_of_non_wage_participant(facts, of_day)
    discount_rate, reasons = _discount(facts, of_day, paid_in or facts.month)
    rounding = of_day.value("contribution/common/rounding").rounding
    jht_rate = of_day.value("contribution/bpu/jht_rate") if with_jht else None
    return Contribution(
        facts=facts,
        jkk=full.jkk.times(1 - discount_rate, rounding),
        jkm=full.jkm.times(1 - discount_rate, rounding),
        jht=facts.base.times(jht_rate.rate, rounding) if jht_rate else ZERO,
        discount_rate=discount_rate,
        values=(*full.values, *reasons, *((jht_rate,) if jht_rate else ())),
    )


def rate_card(
    combinations: Iterable[RateFacts], *, readings: frozenset[str] = NO_READINGS
) -> dict[RateFacts, Contribution]:
    """Compute every distinct combination once: the rate table that a bill applies to all its members.

    Raises:
        BaseUnknownError: (JRG-121) a base is not one of the income table.
        ParameterNotInForceError: (JRG-101) a month lies before the law.
    """
    return {facts: contribution_for_base(facts, readings=readings) for facts in dict.fromkeys(combinations)}


def due_date(month: Month) -> tuple[date, Value]:
    """Return the day on which the contribution for ``month`` falls due, with the rule behind it."""
    rule = law.at(month.first_day).value("contribution/common/due_day")
    return (month + 1).first_day.replace(day=rule.count), rule


def _json_number(rate: Decimal) -> int | float:
    """Return a rate as JSON writes numbers. Nothing is computed with it here, and money is never written so."""
    return int(rate) if rate == int(rate) else float(rate)


class _Full(NamedTuple):
    """The contribution before any relief."""

    jkk: Rupiah
    jkm: Rupiah
    values: tuple[Value, ...]


def _full_of_non_wage_participant(facts: RateFacts, of_day: LawOfDay) -> _Full:
    table = of_day.value("contribution/bpu/income_table")
    if not any(bracket.base_idr == facts.base.idr for bracket in table.brackets):
        raise BaseUnknownError(base=facts.base, month=facts.month)
    jkk_rate = of_day.value("contribution/bpu/jkk_rate")
    jkm = of_day.value("contribution/bpu/jkm_monthly")
    rounding = of_day.value("contribution/common/rounding").rounding
    return _Full(facts.base.times(jkk_rate.rate, rounding), jkm.amount, (table, jkk_rate, jkm))


def _full_of_wage_earner(facts: RateFacts, of_day: LawOfDay) -> _Full:
    if facts.base < ZERO:
        raise IncomeNegativeError
    usual_group = of_day.value("contribution/pu/village_apparatus_risk_group")
    group = facts.risk_group or RiskGroup(usual_group.name)
    jkk_rate = of_day.value("contribution/pu/jkk_rate", risk_group=group)
    jkm_rate = of_day.value("contribution/pu/jkm_rate")
    rule = of_day.value("contribution/common/rounding")
    jkk, jkm = (facts.base.times(each.rate, rule.rounding) for each in (jkk_rate, jkm_rate))
    group_reason = () if facts.risk_group else (usual_group,)
    # Percentages of a wage rarely give whole rupiah, so the rounding rule decides money here and is cited.
    return _Full(jkk, jkm, (jkk_rate, *group_reason, jkm_rate, rule))


def _discount(facts: RateFacts, of_day: LawOfDay, paid_in: Month) -> tuple[Decimal, tuple[Value, ...]]:
    """Return the waived share and the values that decide it, also where they decide against it."""
    relief = of_day.find("contribution/common/covid_relief_rate")
    if relief is not None:
        return relief.rate, (relief,)
    if facts.payer.segment is Segment.PU:
        return Decimal(0), ()
    rule = of_day.value("contribution/bpu/discount_month")
    of_payment = of_day if paid_in == facts.month else replace(of_day, day=paid_in.first_day)
    deciding, other = (of_payment, of_day) if rule.name == "payment_month" else (of_day, of_payment)
    discount = deciding.find("contribution/bpu/discount_rate")
    # The rule is cited only where the other month would have given another answer.
    reasons = () if discount is other.find("contribution/bpu/discount_rate") else (rule,)
    if discount is None:
        return Decimal(0), reasons
    eligible = deciding.value("contribution/bpu/discount_eligible_by_payer")
    return (discount.rate if eligible.flag else Decimal(0)), (*reasons, discount, eligible)


_PAYER_LABELS: Final = {
    Payer.APBD: Text("APBD kabupaten", "regency budget"),
    Payer.APBD_PROVINSI: Text("APBD provinsi", "provincial budget"),
    Payer.APBN: Text("APBN", "national budget"),
    Payer.DANA_DESA: Text("Dana Desa", "village fund"),
    Payer.APBDES: Text("APBDes", "village budget"),
    Payer.CSR: Text("CSR perusahaan", "company donation (CSR)"),
    Payer.SELF: Text("mandiri", "the worker"),
    Payer.EMPLOYER: Text("pemberi kerja", "the employer"),
}
_SEGMENT_LABELS: Final = {
    Segment.PU: Text("penerima upah", "wage earner"),
    Segment.BPU: Text("bukan penerima upah", "non-wage participant"),
}
_SECTOR_LABELS: Final = {
    Sector.TRANSPORT: Text("transportasi", "transport"),
    Sector.OTHER: Text("selain transportasi", "any other"),
}
_RISK_GROUP_LABELS: Final = {
    RiskGroup.VERY_LOW: Text("sangat rendah", "very low"),
    RiskGroup.LOW: Text("rendah", "low"),
    RiskGroup.MEDIUM: Text("sedang", "medium"),
    RiskGroup.HIGH: Text("tinggi", "high"),
    RiskGroup.VERY_HIGH: Text("sangat tinggi", "very high"),
}
