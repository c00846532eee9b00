"""What another budget would mean, answered from the ranking of a stored run: nothing is computed anew or written.

Everybody in the queue knows the smallest budget that reaches him, and a budget buys a prefix of the queue. So who
comes in and who falls out stands between two budgets, and the sum of a prefix is what its last person needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet

from jaring.office.places.models import Village
from jaring.office.programme.models import Decision, TargetingRun


class AreaChange(NamedTuple):
    """A district or a village: its covered people with the run's own budget and with the other, and its borders.

    ``last_in`` is the last who is covered besides those who keep their place, ``next_in`` the first who is not; both
    are given for villages only, and only where the reader sees their people.
    """

    code: str
    name: str
    before: int
    after: int
    last_in: Decision | None = None
    next_in: Decision | None = None

    @property
    def change(self) -> int:
        return self.after - self.before


class _Queue(NamedTuple):
    """The queue of one village: how many each budget reaches, and at which budgets its borders lie, in IDR."""

    before: int
    after: int
    first_idr: int
    last_in_idr: int | None
    next_in_idr: int | None
    end_idr: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A run under another budget.

    Attributes:
        budget_idr: The budget that is tried, for all months of the run.
        kept_idr: What those who keep their place cost; a budget below it is refused when it comes to a choice.
        all_idr: The budget that covers everybody whom money can cover.
        after_idr: What the tried budget would spend.
        next_in_idr: The smallest budget that brings in one more; None where nobody is left.
        queues: By village.
    """

    run: TargetingRun
    budget_idr: int
    kept_idr: int
    all_idr: int
    after_idr: int
    next_in_idr: int | None
    queues: dict[str, _Queue]

    @property
    def covered(self) -> int:
        return self.run.kept + sum(queue.after for queue in self.queues.values())

    @property
    def change(self) -> int:
        """How many come in, or fall out where it is below zero. With one budget nobody does both."""
        return sum(queue.after - queue.before for queue in self.queues.values())

    @property
    def is_below_kept(self) -> bool:
        return self.budget_idr < self.kept_idr

    @property
    def left_idr(self) -> int:
        return max(0, self.budget_idr - self.after_idr)

    @property
    def moving(self) -> Q:
        """The condition that a decision turns with the budget."""
        low, high = sorted((self.budget_idr, self.run.budget_idr))
        return Q(budget_needed_idr__gt=low, budget_needed_idr__lte=high)

    def districts(self, names: dict[str, str]) -> list[AreaChange]:
        """Return what each district gets; ``names`` by code says which are shown."""
        kept = _kept(self.run, "district")
        return [
            AreaChange(
                code,
                name,
                kept.get(code, 0) + sum(q.before for village, q in self.queues.items() if village[:8] == code),
                kept.get(code, 0) + sum(q.after for village, q in self.queues.items() if village[:8] == code),
            )
            for code, name in names.items()
        ]

    def villages(self, shown: Iterable[Village], visible: QuerySet[Decision]) -> list[AreaChange]:
        """Return what each of some villages gets and who stands at its border, with one statement."""
        kept, shown = _kept(self.run, "village"), list(shown)
        queues = {village.code: self.queues[village.code] for village in shown if village.code in self.queues}
        borders = {b for queue in queues.values() for b in (queue.last_in_idr, queue.next_in_idr) if b is not None}
        # The queue leads to these few, and only then is asked whether the reader sees them.
        at_border = Decision.objects.filter(run=self.run, budget_needed_idr__in=borders)
        people = visible.filter(pk__in=at_border.values("pk")).select_related("person")
        standing = {person.budget_needed_idr: person for person in people}
        found = []
        for village in shown:
            queue, own = queues.get(village.code), kept.get(village.code, 0)
            found.append(
                AreaChange(village.code, village.name, own, own)
                if queue is None
                else AreaChange(
                    village.code,
                    village.name,
                    own + queue.before,
                    own + queue.after,
                    standing.get(queue.last_in_idr),
                    standing.get(queue.next_in_idr),
                )
            )
        return found


def preview(run: TargetingRun, budget_idr: int) -> Preview:
    """Say what a run would come to under another budget, with two statements along the queue.

    Args:
        run: A stored run.
        budget_idr: The budget to try, for all months of the run, in IDR.
    """
    reached, was = Q(budget_needed_idr__lte=budget_idr), Q(budget_needed_idr__lte=run.budget_idr)
    queued = Decision.objects.filter(run=run, budget_needed_idr__isnull=False).order_by()
    rows = queued.values_list("village").annotate(
        before=Count("pk", filter=was),
        after=Count("pk", filter=reached),
        first=Min("budget_needed_idr"),
        last_in=Max("budget_needed_idr", filter=reached),
        next_in=Min("budget_needed_idr", filter=~reached),
        end=Max("budget_needed_idr"),
    )
    queues = {code: _Queue(*counts) for code, *counts in rows}
    kept_idr = _kept_idr(run, queued, queues)
    ahead = [queue.next_in_idr for queue in queues.values() if queue.next_in_idr is not None]
    return Preview(
        run,
        budget_idr,
        kept_idr,
        max((queue.end_idr for queue in queues.values()), default=kept_idr),
        max((queue.last_in_idr for queue in queues.values() if queue.last_in_idr is not None), default=kept_idr),
        min(ahead, default=None),
        queues,
    )


def _kept_idr(run: TargetingRun, queued: QuerySet[Decision], queues: dict[str, _Queue]) -> int:
    """Return what those who keep their place cost: what the first in the queue needs, without his own price."""
    if not queues:
        return run.cost_idr
    first_idr = min(queue.first_idr for queue in queues.values())
    monthly_idr: int = queued.filter(budget_needed_idr=first_idr).values_list("monthly_idr", flat=True)[0]
    months: int = run.until_month - run.from_month
    return first_idr - monthly_idr * months


def _kept(run: TargetingRun, level: str) -> dict[str, int]:
    return {unit["code"]: unit["kept"] for unit in run.summary["places"] if unit["level"] == level}
