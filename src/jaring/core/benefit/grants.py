"""The grants that work accident and death insurance share: the periodic grant, paid at once, and the funeral grant."""

from __future__ import annotations

from typing import Final

from jaring.core.benefit.answer import ItemCode
from jaring.core.benefit.award import Award
from jaring.core.law import LawOfDay, Value
from jaring.core.money import Rupiah
from jaring.core.text import Text


def periodic(given: Award, of_day: LawOfDay, times: int = 1, grounds: tuple[Value, ...] = ()) -> None:
    """Add the monthly grant for all its months, which is paid at once."""
    monthly, months = of_day.value("benefit/grant/periodic_monthly"), of_day.value("benefit/grant/periodic_months")
    formula = repeated(_MONTHS_OF.fill(months=months.count, monthly=monthly.amount), times)
    amount = Rupiah(times * months.count * monthly.amount.idr)
    given.give(ItemCode.PERIODIC_GRANT, _PERIODIC_GRANT, amount, formula, (monthly, months, *grounds))


def funeral(given: Award, of_day: LawOfDay, times: int = 1, grounds: tuple[Value, ...] = ()) -> None:
    """Add the funeral grant."""
    once = of_day.value("benefit/grant/funeral")
    lump_sum(given, ItemCode.FUNERAL_GRANT, _FUNERAL_GRANT, once, times, grounds)


def lump_sum(
    given: Award, code: ItemCode, label: Text, once: Value, times: int, grounds: tuple[Value, ...] = ()
) -> None:
    """Add an amount that the law fixes, once for each membership that gives it."""
    formula = repeated(Text(str(once.amount), str(once.amount)), times)
    given.give(code, label, Rupiah(times * once.amount.idr), formula, (once, *grounds))


def repeated(term: Text, times: int) -> Text:
    return term if times == 1 else Text(f"{times} x {term.id}", f"{times} x {term.en}")


_MONTHS_OF: Final = Text("{months} bulan x {monthly}", "{months} months x {monthly}")
_PERIODIC_GRANT: Final = Text("Santunan berkala, dibayar sekaligus", "Periodic grant, paid at once")
_FUNERAL_GRANT: Final = Text("Biaya pemakaman", "Funeral grant")
