"""How a contribution came about: each step with its numbers put in and the values of law that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from jaring.core import law
from jaring.core.contribution import Contribution, Segment
from jaring.core.law import Source, Status, Value
from jaring.core.law.finding import sources_of, weakest
from jaring.core.money import ZERO, Rupiah
from jaring.core.text import Text
from jaring.core.wording import percent_text


class StepCode(StrEnum):
    """The names of the steps are public."""

    BASE = "base"
    JKK = "jkk"
    JKM = "jkm"
    DISCOUNT = "discount"
    JHT = "jht"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``amount`` is what it adds to the total (a discount takes away), None where it adds nothing."""

    code: StepCode
    label: Text
    formula: Text
    amount: Rupiah | None
    values: tuple[Value, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        return sources_of(self.values)

    @property
    def status(self) -> Status:
        return weakest(self.values)


def steps_of(due: Contribution, *, income: Rupiah | None = None) -> tuple[Step, ...]:
    """Explain a contribution; the amounts of the steps before the last sum up to its total.

    Args:
        due: The contribution.
        income: The monthly income (IDR) from which the base was found; None where only the base is known.

    >>> from jaring.core.contribution import Payer, contribution
    >>> from jaring.core.month import Month
    >>> due = contribution(Month(2026, 5), Payer.SELF, Rupiah(900_000))
    >>> [str(step.amount) for step in steps_of(due) if step.amount]
    ['Rp10.000', 'Rp6.800', '-Rp8.400', 'Rp8.400']
    """
    known = {value.path: value for value in due.values}
    full = _full_of_wage_earner(due, known) if _is_wage_earner(due) else _full_of_non_wage(due, known, income)
    jht = (_jht(due, known),) if due.jht != ZERO else ()
    steps = (*full, *_discount(due, known, full), *jht)
    return (*steps, _total(due, steps))


def _is_wage_earner(due: Contribution) -> bool:
    return due.facts.payer.segment is Segment.PU


def _full_of_non_wage(due: Contribution, known: dict[str, Value], income: Rupiah | None) -> tuple[Step, ...]:
    table, rate = known["contribution/bpu/income_table"], known["contribution/bpu/jkk_rate"]
    monthly = known["contribution/bpu/jkm_monthly"]
    base = due.facts.base
    rounding = law.at(due.facts.month.first_day).value("contribution/common/rounding").rounding
    jkk = base.times(rate.rate, rounding)
    return (
        Step(StepCode.BASE, _BASE, _bracket(table, base, income), None, (table,)),
        Step(StepCode.JKK, _JKK, _product(rate, base, jkk), jkk, (rate,)),
        Step(StepCode.JKM, _JKM, _FLAT.fill(amount=monthly.amount), monthly.amount, (monthly,)),
    )


def _full_of_wage_earner(due: Contribution, known: dict[str, Value]) -> tuple[Step, ...]:
    jkk_rate, jkm_rate = known["contribution/pu/jkk_rate"], known["contribution/pu/jkm_rate"]
    rounding, group = known["contribution/common/rounding"], known.get("contribution/pu/village_apparatus_risk_group")
    wage = due.facts.base
    jkk, jkm = (wage.times(each.rate, rounding.rounding) for each in (jkk_rate, jkm_rate))
    grounds = (jkk_rate, group, rounding) if group else (jkk_rate, rounding)
    return (
        Step(StepCode.BASE, _WAGE, _WAGE_TAKEN.fill(wage=wage), None),
        Step(StepCode.JKK, _JKK, _product(jkk_rate, wage, jkk), jkk, grounds),
        Step(StepCode.JKM, _JKM, _product(jkm_rate, wage, jkm), jkm, (jkm_rate, rounding)),
    )


def _bracket(table: Value, base: Rupiah, income: Rupiah | None) -> Text:
    rows = table.brackets
    row = next(i for i, bracket in enumerate(rows) if bracket.base_idr == base.idr)
    lower = Rupiah(rows[row].from_idr)
    if row + 1 == len(rows):
        reach = _REACH_OPEN.fill(lower=lower)
    else:
        reach = _REACH.fill(lower=lower, upper=Rupiah(rows[row + 1].from_idr))
    if income is None:
        return _BASE_ONLY.fill(base=base, reach=reach)
    return _BASE_OF_INCOME.fill(income=income, base=base, reach=reach)


def _product(rate: Value, base: Rupiah, amount: Rupiah) -> Text:
    sentence = _PRODUCT if base.idr * rate.rate == amount.idr else _PRODUCT_ROUNDED
    return sentence.fill(share=percent_text(rate.rate), base=base, amount=amount)


def _discount(due: Contribution, known: dict[str, Value], full: tuple[Step, ...]) -> tuple[Step, ...]:
    paths = ("contribution/common/covid_relief_rate", "contribution/bpu/discount_rate")
    rule = next((known[path] for path in paths if path in known), None)
    if rule is None:
        return ()
    also = ("contribution/bpu/discount_month", "contribution/bpu/discount_eligible_by_payer")
    grounds = (rule, *(known[path] for path in also if path in known))
    share, payer = percent_text(rule.rate), due.facts.payer.label
    if not due.discount_rate:
        return (Step(StepCode.DISCOUNT, _DISCOUNT, _NOT_FOR_PAYER.fill(share=share, payer=payer), ZERO, grounds),)
    jkk, jkm = (step.amount or ZERO for step in full[-2:])
    formula = _WAIVED.fill(share=share, jkk=jkk, jkk_due=due.jkk, jkm=jkm, jkm_due=due.jkm)
    return (Step(StepCode.DISCOUNT, _DISCOUNT, formula, due.jkk + due.jkm - jkk - jkm, grounds),)


def _jht(due: Contribution, known: dict[str, Value]) -> Step:
    rate = known["contribution/bpu/jht_rate"]
    return Step(StepCode.JHT, _JHT, _product(rate, due.facts.base, due.jht), due.jht, (rate,))


def _total(due: Contribution, steps: tuple[Step, ...]) -> Step:
    parts = [step.amount for step in steps if step.amount is not None and step.amount != ZERO]
    written = "".join(
        f"{' − ' if part < ZERO else ' + '}{-part if part < ZERO else part}" for part in parts
    ).removeprefix(" + ")
    formula = f"{written} = {due.total}" if written else str(due.total)
    return Step(StepCode.TOTAL, _TOTAL, Text(formula, formula), due.total, due.values)


_BASE: Final = Text("Dasar penghasilan", "Insured income")
_WAGE: Final = Text("Upah sebulan", "Monthly wage")
_JKK: Final = Text("Iuran Jaminan Kecelakaan Kerja (JKK)", "Work accident contribution (JKK)")
_JKM: Final = Text("Iuran Jaminan Kematian (JKM)", "Death contribution (JKM)")
_DISCOUNT: Final = Text("Keringanan", "Discount")
_JHT: Final = Text("Iuran Jaminan Hari Tua (JHT)", "Old-age savings contribution (JHT)")
_TOTAL: Final = Text("Jumlah yang dibayar", "Amount to pay")
_BASE_ONLY: Final = Text(
    "Dasar {base}, untuk penghasilan {reach} sebulan.", "Base {base}, for an income of {reach} a month."
)
_BASE_OF_INCOME: Final = Text(
    "Penghasilan {income} sebulan termasuk baris {reach}; dasarnya {base}.",
    "An income of {income} a month falls into the row of {reach}; its base is {base}.",
)
_REACH: Final = Text("{lower} sampai kurang dari {upper}", "{lower} to less than {upper}")
_REACH_OPEN: Final = Text("{lower} atau lebih", "{lower} or more")
_WAGE_TAKEN: Final = Text(
    "Upah {wage} sebulan menjadi dasar hitungan.", "The wage of {wage} a month is what is computed on."
)
_PRODUCT: Final = Text("{share} × {base} = {amount}", "{share} × {base} = {amount}")
_PRODUCT_ROUNDED: Final = Text("{share} × {base} = {amount} (dibulatkan)", "{share} × {base} = {amount} (rounded)")
_FLAT: Final = Text("{amount} sebulan, sama untuk setiap penghasilan", "{amount} a month, whatever the income")
_NOT_FOR_PAYER: Final = Text(
    "Keringanan {share} sedang berlaku, tetapi tidak untuk iuran yang dibayar dari {payer}.",
    "A discount of {share} is in force, but not for contributions paid by {payer}.",
)
_WAIVED: Final = Text(
    "Dipotong {share}: JKK {jkk} menjadi {jkk_due}, JKM {jkm} menjadi {jkm_due}",
    "Reduced by {share}: JKK {jkk} becomes {jkk_due}, JKM {jkm} becomes {jkm_due}",
)
