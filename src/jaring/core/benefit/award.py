"""What one programme gives in a case: amounts, care in kind, and what a reader must know about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from jaring.core.benefit.answer import Item, ItemCode
from jaring.core.law import Value
from jaring.core.law.finding import Finding
from jaring.core.money import ZERO, Rounding, Rupiah
from jaring.core.text import Text


@dataclass(slots=True)
class Award:
    """Collected while a programme is gone through, item by item."""

    items: list[Item] = field(default_factory=list)
    services: list[Finding] = field(default_factory=list)
    missing: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    @property
    def cash(self) -> Rupiah:
        return sum((item.amount for item in self.items), ZERO)

    @property
    def due(self) -> Rupiah:
        """The cash without what is for days that have not passed."""
        return self.cash - sum((item.not_yet_due for item in self.items), ZERO)

    def give(
        self,
        code: ItemCode,
        label: Text,
        amount: Rupiah,
        formula: Text,
        values: Iterable[Value],
        not_yet_due: Rupiah = ZERO,
    ) -> None:
        """Add an amount; its formula is completed with the result, unless it says nothing else."""
        if formula.id != str(amount):
            formula = Text(f"{formula.id} = {amount}", f"{formula.en} = {amount}")
        self.items.append(Item(code, label, amount, formula, tuple(values), not_yet_due))


def rounded(amount: Decimal, rounding: Rounding) -> Rupiah:
    """Round an exact amount once, by the rule that the law names."""
    return Rupiah(int(amount.to_integral_value(rounding.value)))


def grounds_of_rounding(exact: Decimal, rounding: Value) -> tuple[Value, ...]:
    """Return the rule of rounding where it changed an amount, so that it is cited there and nowhere else."""
    return () if exact == exact.to_integral_value() else (rounding,)


def added(terms: Iterable[Text]) -> Text:
    """Join the terms of a sum."""
    listed = list(terms)
    return Text(" + ".join(term.id for term in listed), " + ".join(term.en for term in listed))
