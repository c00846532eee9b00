"""The choice: kept people first, then the queue for as long as the money lasts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import NoReturn

import numpy as np

from jaring.core.money import Rupiah
from jaring.core.targeting.model import (
    BUDGET_IDR_MAX,
    MONTHS_MAX,
    BadTermsError,
    BudgetBelowKeptError,
    Candidate,
    Decision,
    Level,
    PlaceLimit,
    Reason,
    Terms,
)
from jaring.core.targeting.queue import Queue, line_up
from jaring.core.targeting.reasons import Explainer
from jaring.core.targeting.result import Result
from jaring.core.targeting.roster import Mask, Roster, build_roster, refuse
from jaring.core.targeting.rules import RuleSet
from jaring.core.text import Text

NOBODY_INELIGIBLE: Mapping[int, Sequence[Reason]] = MappingProxyType({})


class Selection(Result):
    """A finished run that explains itself. Sentences are made when they are asked for."""

    def decision(self, candidate_id: int) -> Decision:
        """Return the verdict on one candidate."""
        return self._decide(self.roster.row_of[candidate_id])

    def decisions(self) -> Iterator[Decision]:
        """Yield one verdict for every candidate, by id."""
        return map(self._decide, range(len(self.roster)))

    def at_budget(self, budget_idr: int) -> Selection:
        """Return the same run under another budget; the queue stays as it is."""
        terms = replace(self.terms, budget_idr=budget_idr)
        return _pay(self.rules, terms, self.roster, self.kept, self.ineligible, self.queue)

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self)

    def _decide(self, row: int) -> Decision:
        person, queue, explainer = self.roster.candidates[row], self.queue, self._explainer
        outcome, number = self.outcome_of(row), int(queue.number[row])
        return Decision(
            candidate_id=person.id,
            village_code=person.village_code,
            outcome=outcome,
            rank=int(queue.rank[row]) or None,
            rank_in_village=int(queue.ranks[Level.VILLAGE][row]) or None,
            queue_number=number or None,
            reserve_rank=int(self.reserve_rank[row]) or None,
            reserve_rank_in_village=int(self.reserve_rank_in_village[row]) or None,
            cost_idr=person.monthly_idr * self.terms.months,
            budget_needed_idr=int(self.needed_idr[number - 1]) if number else None,
            reasons=explainer.reasons(row, outcome),
            changes=explainer.changes(row, outcome),
        )


def select(
    candidates: Iterable[Candidate],
    rules: RuleSet,
    terms: Terms,
    *,
    enrolled: Collection[int] = (),
    ineligible: Mapping[int, Sequence[Reason]] = NOBODY_INELIGIBLE,
) -> Selection:
    """Choose who is covered under a budget.

    The queue is made without looking at the budget; the budget pays for a prefix of it and stops at the
    first person it does not reach, so that more money never takes a place from anyone.

    Args:
        candidates: Everyone who asked, in any order; the enrolled are among them.
        rules: The regency's rule set.
        terms: Day, budget in IDR for all months that remain, months, seed and fixed limits.
        enrolled: Ids that keep their place whatever the rules say, also past the age limit.
        ineligible: Why a candidate may not be covered, by id; at least one reason each.

    Returns:
        The selection; the same for the same input, whatever the order of the candidates.

    Raises:
        BadCandidateError: (JRG-550) contradicting facts.
        BadTermsError: (JRG-551) terms that cannot be meant.
        BudgetBelowKeptError: (JRG-552) the budget does not cover those who keep their place.
    """
    _check_terms(terms)
    roster = build_roster(candidates, terms.seed)
    _check_secured(terms, rules, roster)
    kept = roster.mask_of(enrolled)
    for candidate_id, reasons in ineligible.items():
        if not reasons:
            refuse(candidate_id, "tidak memenuhi syarat tanpa alasan", "ineligible without a reason")
    eligible = kept | ~roster.mask_of(ineligible)
    queue = line_up(roster, rules, terms.as_of, terms.seed, terms.limits, kept, eligible)
    return _pay(rules, terms, roster, kept, ineligible, queue)


def _pay(
    rules: RuleSet,
    terms: Terms,
    roster: Roster,
    kept: Mask,
    ineligible: Mapping[int, Sequence[Reason]],
    queue: Queue,
) -> Selection:
    """Let the budget buy its prefix of the queue."""
    _check_budget(terms.budget_idr)
    kept_idr = int(roster.monthly_idr[kept].sum()) * terms.months
    if kept_idr > terms.budget_idr:
        raise BudgetBelowKeptError(
            budget=Rupiah(terms.budget_idr),
            kept=int(kept.sum()),
            months=terms.months,
            needed=Rupiah(kept_idr),
            short=Rupiah(kept_idr - terms.budget_idr),
        )
    needed_idr = kept_idr + np.cumsum(roster.monthly_idr[queue.order]) * terms.months
    count = int(np.searchsorted(needed_idr, terms.budget_idr, side="right"))
    return Selection(rules, terms, roster, kept, ineligible, queue, needed_idr, count)


def _check_terms(terms: Terms) -> None:
    check_money(terms.budget_idr, terms.months)
    if not terms.seed.strip():
        _refuse("benih undian kosong", "the seed is empty")
    for code, limit in terms.limits.items():
        _check_limit(code, limit)


def check_money(budget_idr: int, months: int) -> None:
    """Refuse a budget or a number of months that cannot be meant (JRG-551)."""
    _check_budget(budget_idr)
    if type(months) is not int or not 1 <= months <= MONTHS_MAX:
        _refuse(
            "jumlah bulan harus bilangan bulat paling sedikit 1", "the months must be a whole number of at least 1"
        )


def _check_budget(budget_idr: int) -> None:
    if type(budget_idr) is not int or not 0 <= budget_idr <= BUDGET_IDR_MAX:
        _refuse("anggaran harus rupiah bulat dan tidak negatif", "the budget must be whole rupiah, not negative")


def _check_limit(code: str, limit: PlaceLimit) -> None:
    if limit.at_least < 0 or (limit.at_most is not None and limit.at_most < limit.at_least):
        _refuse(f"batas kuota {code} saling bertentangan", f"the limits of {code} contradict each other")


def _check_secured(terms: Terms, rules: RuleSet, roster: Roster) -> None:
    """Places are secured at the innermost level; for an outer unit they would mean nothing, silently."""
    for level in rules.quota.levels[:-1]:
        for code in roster.units[level].codes:
            if code in terms.limits and terms.limits[code].at_least:
                _refuse(
                    f"tempat hanya dapat dijamin untuk desa/kelurahan, bukan untuk {code}",
                    f"places can be secured for villages only, not for {code}",
                )


def _refuse(rule_id: str, rule_en: str) -> NoReturn:
    raise BadTermsError(rule=Text(rule_id, rule_en))
