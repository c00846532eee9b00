"""Reads of the intake room. Every one of them starts from ``visible_to`` or ``rows_visible_to``.

A delivery belongs to the area it came from. A row belongs to the area of its village as well: who answers for a
village sees its rows in the regency's delivery, and nothing else of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.intake.models import OUT_OF_AREA, ImportBatch, ImportFile, ImportRow
from jaring.office.rules.queries import readings_on

Verdict = ImportRow.Verdict
Judgement = ImportRow.Judgement


def visible_to(user: User, action: Action = Action.SEE_IMPORTS) -> QuerySet[ImportBatch]:
    """Return the deliveries of which the user may meet at least a part for ``action``."""
    scope = scope_for(user, action)
    batches = ImportBatch.objects.all()
    if not (scope.districts or scope.villages):
        return scope.within(batches)
    # Sets that are read once, each with an index of its own; joined in one condition they would walk every row.
    own = scope.within(batches).values("pk")
    named = scope.within(ImportRow.objects.order_by(), regency="batch__regency").values("batch")
    return batches.filter(Q(pk__in=own) | Q(pk__in=named) | Q(created_by=user))


def rows_visible_to(user: User, action: Action = Action.SEE_IMPORTS) -> QuerySet[ImportRow]:
    """Return the rows that the user may meet for ``action``.

    They are those of the villages in his area, all of the deliveries that came from his area, and of what he sent
    himself those whose village is not known or not his.
    """
    scope = scope_for(user, action)
    rows = ImportRow.objects.all()
    if not (scope.districts or scope.villages):
        return scope.within(rows, regency="batch__regency")
    sent = rows.filter(Q(village=None) | has_code(OUT_OF_AREA), batch__created_by=user)
    return (
        scope.within(rows, regency="batch__regency")
        | scope.within(rows, village="batch__village", regency="batch__regency")
        | sent
    )


def readings_of(batch: ImportBatch) -> frozenset[str]:
    """Return the readings of the law by which all rows of a delivery are judged: those chosen when it was read."""
    return readings_on(batch.regency_id, batch.as_of, known_at=batch.created_at)


def is_whole(batch: ImportBatch, user: User, action: Action = Action.SEE_IMPORTS) -> bool:
    """Say whether the user answers for the whole delivery, not only for some of its rows."""
    return scope_for(user, action).covers(batch.village_id or batch.regency_id)


def has_code(code: str) -> Q:
    """Return the condition that a row has this code among others."""
    return (
        Q(codes=code)
        | Q(codes__startswith=f"{code};")
        | Q(codes__endswith=f";{code}")
        | Q(codes__contains=f";{code};")
    )


def rows_to_take(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the rows that a take-over would bring onto the register now."""
    good = Q(verdict=Verdict.ACCEPTED) & ~Q(judgement=Judgement.LEAVE)
    judged = Q(verdict=Verdict.DOUBTFUL, judgement=Judgement.TAKE)
    return ImportRow.objects.filter(good | judged, batch=batch, taken_at=None, nik_look_up__isnull=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a delivery are good, doubtful and bad."""

    accepted: int = 0
    doubtful: int = 0
    rejected: int = 0


def counts_of(batches: Sequence[ImportBatch], user: User) -> dict[int, Counts]:
    """Return the counts of a page of deliveries as far as the user may know them, with at most three statements."""
    whole = [batch.pk for batch in batches if is_whole(batch, user)]
    part = [batch for batch in batches if batch.pk not in set(whole)]
    counts: dict[int, Counts] = {}
    if whole:
        files = ImportFile.objects.filter(batch__in=whole).order_by().values_list("batch")
        for batch, *numbers in files.annotate(Sum("accepted"), Sum("doubtful"), Sum("rejected")):
            counts[batch] = Counts(*numbers)
    for rows in _rows_in_part(part, user):
        for batch, verdict, number in rows.order_by().values_list("batch", "verdict").annotate(Count("pk")):
            counts[batch] = replace(counts.get(batch, Counts()), **{verdict: number})
    return counts


def _rows_in_part(batches: Sequence[ImportBatch], user: User) -> Iterator[QuerySet[ImportRow]]:
    """Yield the visible rows of deliveries that are not the user's as a whole.

    Of what others sent only the rows of his villages are, and an index has them; his own are few.
    """
    own = [batch.pk for batch in batches if batch.created_by_id == user.pk]
    others = [batch.pk for batch in batches if batch.created_by_id != user.pk]
    if others:
        named = ImportRow.objects.filter(batch__in=others)
        yield scope_for(user, Action.SEE_IMPORTS).within(named, regency="batch__regency")
    if own:
        yield rows_visible_to(user).filter(batch__in=own)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of the rows of a delivery; what is empty is not asked."""

    verdict: str = ""
    code: str = ""
    file: str = ""
    village: str = ""
    judgement: str = ""


def choose(rows: QuerySet[ImportRow], wanted: Wanted) -> QuerySet[ImportRow]:
    """Narrow visible rows to what is asked."""
    if wanted.verdict:
        rows = rows.filter(verdict=wanted.verdict)
    if wanted.code:
        rows = rows.filter(has_code(wanted.code))
    if wanted.file:
        rows = rows.filter(file=int(wanted.file))
    if wanted.village:
        rows = rows.filter(village=wanted.village)
    if wanted.judgement:
        rows = rows.filter(judgement="" if wanted.judgement == "none" else wanted.judgement)
    return rows


class Group(NamedTuple):
    """How many rows are alike in all that a delivery's page counts and narrows by."""

    verdict: str
    judgement: str
    codes: str
    is_taken: bool
    has_nik: bool
    file: int
    village: str | None
    number: int

    @property
    def code_list(self) -> list[str]:
        return self.codes.split(";") if self.codes else []

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide on these rows."""
        return self.verdict == Verdict.DOUBTFUL and not self.judgement and not self.is_taken

    @property
    def can_be_taken(self) -> bool:
        """The rule of ``rows_to_take``, for a group."""
        good = self.verdict == Verdict.ACCEPTED and self.judgement != Judgement.LEAVE
        judged = self.verdict == Verdict.DOUBTFUL and self.judgement == Judgement.TAKE
        return (good or judged) and self.has_nik and not self.is_taken


@dataclass(frozen=True)
class Overview:
    """Everything that a delivery's page counts, from one statement."""

    groups: Sequence[Group] = field(repr=False)

    def count(self, is_counted: Callable[[Group], bool]) -> int:
        return sum(group.number for group in self.groups if is_counted(group))

    @cached_property
    def verdicts(self) -> Counts:
        numbers = self.by("verdict")
        return Counts(*(numbers.get(verdict, 0) for verdict in Verdict.values))

    @cached_property
    def open(self) -> int:
        return self.count(lambda group: group.is_open)

    @cached_property
    def ready(self) -> int:
        return self.count(lambda group: group.can_be_taken)

    @cached_property
    def taken(self) -> int:
        return self.count(lambda group: group.is_taken)

    @cached_property
    def has_many_files(self) -> bool:
        return len({group.file for group in self.groups}) > 1

    def by_code(self, verdict: str) -> dict[str, int]:
        """Return how many rows of a verdict have each code, the most frequent first."""
        numbers: Counter[str] = Counter()
        for group in self.groups:
            if group.verdict == verdict:
                for code in group.code_list:
                    numbers[code] += group.number
        return dict(sorted(numbers.items(), key=lambda item: (-item[1], item[0])))

    def open_by_code(self) -> dict[str, int]:
        """Return how many undecided rows have each code as their only one: what one decision can settle."""
        numbers: Counter[str] = Counter()
        for group in self.groups:
            if group.is_open and len(group.code_list) == 1:
                numbers[group.codes] += group.number
        return dict(sorted(numbers.items(), key=lambda item: (-item[1], item[0])))

    def by(self, name: str, verdict: str = "") -> dict[Any, int]:
        """Return how many rows there are for each value of a field (``file``, ``village``)."""
        numbers: Counter[Any] = Counter()
        for group in self.groups:
            if not verdict or group.verdict == verdict:
                numbers[getattr(group, name)] += group.number
        return dict(numbers)

    def matching(self, wanted: Wanted) -> int:
        """Return how many rows ``choose`` would leave."""
        return self.count(lambda group: _matches(group, wanted))


def overview(rows: QuerySet[ImportRow]) -> Overview:
    """Count the rows of a delivery by everything its page asks, in one statement."""
    alike = (
        rows.order_by()
        .annotate(is_taken=Q(taken_at__isnull=False), has_nik=Q(nik_look_up__isnull=False))
        .values_list("verdict", "judgement", "codes", "is_taken", "has_nik", "file", "village")
        .annotate(number=Count("pk"))
    )
    return Overview([Group(*values) for values in alike])


def _matches(group: Group, wanted: Wanted) -> bool:
    return (
        wanted.verdict in ("", group.verdict)
        and (not wanted.code or wanted.code in group.code_list)
        and wanted.file in ("", str(group.file))
        and wanted.village in ("", group.village)
        and wanted.judgement in ("", group.judgement or "none")
    )


def next_to_mend(rows: QuerySet[ImportRow], after: int) -> ImportRow | None:
    """Return the next row that is bad, or doubtful and undecided; from the start again after the last."""
    waiting = rows.filter(
        Q(verdict=Verdict.REJECTED) | Q(verdict=Verdict.DOUBTFUL, judgement=""), taken_at=None
    ).exclude(pk=after)
    ordered = waiting.annotate(is_before=Q(pk__lt=after)).order_by("is_before", F("pk"))
    return ordered.only("public_id").first()
