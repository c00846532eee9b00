"""A month that two payers share: what each of them owes for one participant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from jaring.core import law
from jaring.core.contribution import Contribution, Payer, RateFacts, contribution_for_base
from jaring.core.law import Value
from jaring.core.money import ZERO, Rupiah

_NO_READINGS: frozenset[str] = frozenset()
WHOLE_PERCENT = 100


class Part(NamedTuple):
    """What one payer owes."""

    jkk: Rupiah
    jkm: Rupiah

    @property
    def total(self) -> Rupiah:
        return self.jkk + self.jkm


@dataclass(frozen=True, slots=True)
class SharedContribution:
    """The two parts of a month, and the contributions and the rule that they rest on."""

    public: Part
    partner: Part
    priced: tuple[Contribution, ...]
    rule: Value | None

    @property
    def total(self) -> Rupiah:
        return self.public.total + self.partner.total


def shared_contribution(
    facts: RateFacts, partner: Payer, public_percent: int, *, readings: frozenset[str] = _NO_READINGS
) -> SharedContribution:
    """Split what is due for one participant and month between two payers; no rupiah is lost.

    Args:
        facts: Of the month; the payer in it is the public one.
        partner: Kind of the payer who pays the rest.
        public_percent: Share of the public payer, 0 to 100. At 0 and at 100 the month is not shared: who pays it
            whole pays it at his own price.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        The parts in whole rupiah, JKK and JKM each split on their own. They sum to the price that the rule names.

    Raises:
        ValueError: the percentage is not one.
        BaseUnknownError: (JRG-121) the base is not one of the income table.
        ParameterNotInForceError: (JRG-101) the month lies before the law.

    Source of law:
        None that was found rules on shared months; ``contribution/bpu/shared_month_price`` is assumed.

    >>> from jaring.core.month import Month
    >>> may = RateFacts(Month(2026, 5), Payer.APBD, Rupiah(1_000_000))
    >>> shared = shared_contribution(may, Payer.SELF, 75)
    >>> str(shared.public.total), str(shared.partner.total), str(shared.total)
    ('Rp12.600', 'Rp4.200', 'Rp16.800')
    """
    if not 0 <= public_percent <= WHOLE_PERCENT:
        raise ValueError(f"not a percentage: {public_percent}")
    own = contribution_for_base(facts, readings=readings)
    others = contribution_for_base(RateFacts(facts.month, partner, facts.base, facts.sector), readings=readings)
    nothing = Part(ZERO, ZERO)
    if public_percent == WHOLE_PERCENT:
        return SharedContribution(_whole(own), nothing, (own,), None)
    if public_percent == 0:
        return SharedContribution(nothing, _whole(others), (others,), None)
    rule = law.at(facts.month.first_day, readings=readings).value("contribution/bpu/shared_month_price")
    of_public, of_partner = _PRICED_BY[rule.name](own, others)
    return SharedContribution(
        _share(of_public, public_percent, 0),
        _share(of_partner, public_percent, 1),
        (of_public,) if of_public is of_partner else (of_public, of_partner),
        rule,
    )


def _whole(due: Contribution) -> Part:
    return Part(due.jkk, due.jkm)


def _share(due: Contribution, public_percent: int, side: int) -> Part:
    """Return one side of a contribution that is split by percentages, each programme on its own."""
    weights = [public_percent, WHOLE_PERCENT - public_percent]
    return Part(due.jkk.split(weights)[side], due.jkm.split(weights)[side])


_PRICED_BY = {
    "public_payer_price": lambda own, others: (own, own),
    "partner_price": lambda own, others: (others, others),
    "own_prices": lambda own, others: (own, others),
}
