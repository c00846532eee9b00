"""Why a decision is what it is, and what would have to change: sentences for the people concerned."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from jaring.core.money import Rupiah
from jaring.core.targeting.model import Candidate, Level, Outcome, Reason
from jaring.core.targeting.result import Result
from jaring.core.targeting.roster import Units, fact_of
from jaring.core.targeting.rules import (
    Criterion,
    HouseholdTurnCriterion,
    OrderCriterion,
    PointsCriterion,
    PointsTable,
    name_of,
    points_of,
)
from jaring.core.text import Text

PLACE_NAME = {
    Level.VILLAGE: Text("desa/kelurahan", "village"),
    Level.DISTRICT: Text("kecamatan", "district"),
    Level.REGENCY: Text("kabupaten", "regency"),
}
NOT_RECORDED_TEXT = Text("belum tercatat", "not recorded")

KEPT = Text(
    "Tetap menjadi peserta: sudah terdaftar, dan penetapan baru tidak mengeluarkan peserta yang terdaftar.",
    "Stays covered: already enrolled, and a new run never removes an enrolled person.",
)
KEPT_TO_CHECK = Text("Perlu diperiksa petugas: {reason}", "For an officer to check: {reason}")
SELECTED = Text(
    "Terpilih: peringkat {rank} dari {places} tempat di {place} ini.",
    "Selected: rank {rank} of {places} places in this {place}.",
)
PLACES_FULL = Text(
    "Kuota {place} ini {places} tempat dan sudah terisi; peringkat Anda {rank}.",
    "This {place} has {places} places and they are filled; your rank is {rank}.",
)
PLACES_NONE = Text(
    "{place} ini belum mendapat tempat dengan anggaran yang ada; peringkat Anda {rank}.",
    "With the present budget no place has reached this {place} yet; your rank is {rank}.",
)
PLACES_FIXED = Text(
    "Kuota {place} ini ditetapkan paling banyak {most} tempat dan sudah terisi; peringkat Anda di {home} {rank}.",
    "The places of this {place} are fixed at {most} and they are filled; your rank in the {home} is {rank}.",
)
BUDGET_SPENT = Text(
    "Anggaran {budget} untuk {months} bulan cukup untuk {covered} orang; "
    "Anda cadangan ke-{reserve_rank} se-kabupaten.",
    "The budget of {budget} for {months} months covers {covered} people; "
    "you are number {reserve_rank} of the regency's reserve.",
)
DECIDED_BY = Text(
    "Penentu: {label}. Yang terakhir masuk dari {place} ini: {theirs}; Anda: {yours}.",
    "What decided: {label}. Last to come in from this {place}: {theirs}; you: {yours}.",
)
DECIDED_BY_LOT = Text(
    "Semua ukuran sama dengan yang terakhir masuk dari {place} ini; urutan di antara yang sama diundi dengan "
    "benih terumum “{seed}”.",
    "All measures equal those of the last to come in from this {place}; the order between equals is drawn "
    "with the published seed “{seed}”.",
)
DECIDED_BY_CONTINUITY = Text(
    "Semua tempat di {place} ini dipegang peserta yang sudah terdaftar.",
    "All places of this {place} are held by people already enrolled.",
)
BUDGET_NEEDED = Text(
    "Anda terpilih bila anggaran seluruhnya menjadi {needed}, yaitu tambah {more}.",
    "You are selected once the whole budget is {needed}, that is {more} more.",
)
EXITS_NEEDED = Text(
    "Anda masuk bila {exits} peserta dari desa/kelurahan ini keluar dan anggarannya cukup untuk penggantian.",
    "You come in once {exits} people of this village leave and the money suffices for the replacement.",
)
LIMIT_NEEDED = Text(
    "Anda baru dapat masuk bila batas tempat {place} ini dinaikkan, atau seorang peserta keluar.",
    "You can come in only if the fixed number of places of this {place} is raised, or somebody leaves.",
)
DECILE_ENOUGH = Text(
    "Bila desil Anda tercatat {decile} atau lebih kecil, Anda masuk dalam kuota yang sekarang.",
    "If your decile is recorded as {decile} or lower, you come in within the present places.",
)
INELIGIBLE_CHANGE = Text(
    "Anda dinilai kembali bila keadaan itu berubah dan datanya diperbarui melalui desa/kelurahan.",
    "You are judged again once that has changed and the village has updated the data.",
)


class Explainer:
    """Makes the sentences of one run; equal sentences are made once."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self._said: dict[tuple[object, ...], Reason] = {}

    def reasons(self, row: int, outcome: Outcome) -> tuple[Reason, ...]:
        """Say why."""
        match outcome:
            case Outcome.KEPT:
                return (Reason("KEPT", KEPT), *self._to_check(row))
            case Outcome.SELECTED:
                return (self._selected(row), *self._criteria(row))
            case Outcome.RESERVE:
                return (self._full(row), self._spent(row), *self._decided(row), *self._criteria(row))
            case Outcome.INELIGIBLE:
                return tuple(self.result.ineligible[self._person(row).id])

    def changes(self, row: int, outcome: Outcome) -> tuple[Reason, ...]:
        """Say what would have to change for another outcome."""
        if outcome is Outcome.INELIGIBLE:
            return self._would_have_to_change(row)
        if outcome is not Outcome.RESERVE:
            return ()
        shut_by = self.result.queue.shut_by.get(row)
        money = self._budget_needed(row) if shut_by is None else self._once("LIMIT_NEEDED", LIMIT_NEEDED, shut_by)
        return (money, *self._exits_needed(row), *self._remedies(row))

    def _would_have_to_change(self, row: int) -> tuple[Reason, ...]:
        against = self.result.ineligible[self._person(row).id]
        remedies = [Reason(f"{one.code}_CHANGE", one.remedy) for one in against if one.remedy is not None]
        return tuple(remedies) or (Reason("INELIGIBLE_CHANGE", INELIGIBLE_CHANGE),)

    def _person(self, row: int) -> Candidate:
        return self.result.roster.candidates[row]

    @cached_property
    def _home(self) -> Level:
        """The unit whose places people compare: the innermost of the quota, or the regency without one."""
        levels = self.result.rules.quota.levels
        return levels[-1] if levels else Level.REGENCY

    @cached_property
    def _home_units(self) -> Units:
        if self._home is Level.REGENCY:
            return Units(("",), np.zeros(len(self.result.roster), dtype=np.int64))
        return self.result.roster.units[self._home]

    @cached_property
    def _home_places(self) -> list[int]:
        places: list[int] = self._home_units.count(self.result.covered).tolist()
        return places

    @cached_property
    def _last_in(self) -> dict[int, int]:
        """The last person newly selected, by home unit."""
        rows = self.result.queue.order[: self.result.selected_count]
        return dict(zip(self._home_units.of_row[rows].tolist(), rows.tolist(), strict=True))

    @cached_property
    def _home_rank(self) -> list[int]:
        ranks: list[int] = self.result.queue.ranks[self._home].tolist()
        return ranks

    def _home_blanks(self, row: int) -> dict[str, object]:
        places = self._home_places[int(self._home_units.of_row[row])]
        return {"place": PLACE_NAME[self._home], "places": _count(places), "rank": _count(self._home_rank[row])}

    def _once(self, code: str, text: Text, level: Level) -> Reason:
        key = (code, level)
        if key not in self._said:
            self._said[key] = Reason(code, text.fill(place=PLACE_NAME[level]))
        return self._said[key]

    def _to_check(self, row: int) -> list[Reason]:
        reasons = self.result.ineligible.get(self._person(row).id, ())
        return [Reason("KEPT_TO_CHECK", KEPT_TO_CHECK.fill(reason=reason.text)) for reason in reasons]

    def _selected(self, row: int) -> Reason:
        return Reason("SELECTED", SELECTED.fill(**self._home_blanks(row)))

    def _full(self, row: int) -> Reason:
        blanks = self._home_blanks(row)
        shut_by = self.result.queue.shut_by.get(row)
        if shut_by is not None:
            return self._fixed(row, shut_by, blanks)
        if self._home_places[int(self._home_units.of_row[row])] == 0:
            name = PLACE_NAME[self._home]
            place = Text(name.id.capitalize(), name.en)
            return Reason("PLACES_NONE", PLACES_NONE.fill(**blanks | {"place": place}))
        return Reason("PLACES_FULL", PLACES_FULL.fill(**blanks))

    def _fixed(self, row: int, shut_by: Level, blanks: dict[str, object]) -> Reason:
        units = self.result.roster.units[shut_by]
        most = self.result.terms.limits[units.codes[units.of_row[row]]].at_most or 0
        names = {"place": PLACE_NAME[shut_by], "home": PLACE_NAME[self._home], "most": _count(most)}
        return Reason("PLACES_FIXED", PLACES_FIXED.fill(**blanks | names))

    def _spent(self, row: int) -> Reason:
        rank = _count(int(self.result.reserve_rank[row]))
        return Reason("BUDGET_SPENT", self._budget_sentence.fill(reserve_rank=rank))

    @cached_property
    def _budget_sentence(self) -> Text:
        covered = _count(int(self.result.covered.sum()))
        budget, months = Rupiah(self.result.terms.budget_idr), self.result.terms.months
        return BUDGET_SPENT.fill(budget=budget, months=months, covered=covered, reserve_rank="{reserve_rank}")

    def _decided(self, row: int) -> list[Reason]:
        """Compare with the last person who came in from the same unit: the first criterion that differs."""
        last = self._last_in.get(int(self._home_units.of_row[row]))
        if last is None:
            is_full = self._home_places[int(self._home_units.of_row[row])] > 0
            return [self._once("DECIDED_BY_CONTINUITY", DECIDED_BY_CONTINUITY, self._home)] if is_full else []
        for criterion, key in zip(self.result.rules.criteria, self.result.queue.keys, strict=True):
            if key[row] != key[last]:
                return [self._decided_by(criterion, row, last)]
        return [self._by_lot]

    def _decided_by(self, criterion: Criterion, row: int, last: int) -> Reason:
        theirs, yours = self._measure(criterion, last), self._measure(criterion, row)
        key = (criterion.key, theirs, yours)
        if key not in self._said:
            text = DECIDED_BY.fill(label=criterion.label, place=PLACE_NAME[self._home], theirs=theirs, yours=yours)
            self._said[key] = Reason(f"DECIDED_BY_{criterion.key.upper()}", text)
        return self._said[key]

    @cached_property
    def _by_lot(self) -> Reason:
        text = DECIDED_BY_LOT.fill(place=PLACE_NAME[self._home], seed=self.result.terms.seed)
        return Reason("DECIDED_BY_LOT", text)

    def _measure(self, criterion: Criterion, row: int) -> Text:
        match criterion:
            case OrderCriterion():
                value = fact_of(self._person(row), criterion.fact, self.result.terms.as_of)
                return NOT_RECORDED_TEXT if value is None else _number(value)
            case PointsCriterion():
                return _number(self._points(criterion, row))
            case HouseholdTurnCriterion():
                return _number(int(self.result.queue.household_turn[row]))

    def _points(self, criterion: PointsCriterion, row: int) -> int:
        return sum(points_of(table, self._fact(row, table)) for table in criterion.tables)

    def _fact(self, row: int, table: PointsTable) -> str | int | None:
        return fact_of(self._person(row), table.fact, self.result.terms.as_of)

    def _criteria(self, row: int) -> list[Reason]:
        said = (self._criterion(criterion, row) for criterion in self.result.rules.criteria)
        return [reason for reason in said if reason is not None]

    def _criterion(self, criterion: Criterion, row: int) -> Reason | None:
        facts = self._facts_behind(criterion, row)
        key = (criterion.key, facts)
        if key not in self._said:
            text = _say(criterion, facts)
            self._said[key] = Reason(f"CRITERION_{criterion.key.upper()}", text)
        return self._said[key] if self._said[key].text.id else None

    def _facts_behind(self, criterion: Criterion, row: int) -> tuple[str | int | None, ...]:
        match criterion:
            case OrderCriterion():
                return (fact_of(self._person(row), criterion.fact, self.result.terms.as_of),)
            case PointsCriterion():
                return tuple(self._fact(row, table) for table in criterion.tables)
            case HouseholdTurnCriterion():
                return (int(self.result.queue.household_turn[row]),)

    def _budget_needed(self, row: int) -> Reason:
        needed = int(self.result.needed_idr[self.result.queue.number[row] - 1])
        more = Rupiah(needed - self.result.terms.budget_idr)
        return Reason("BUDGET_NEEDED", BUDGET_NEEDED.fill(needed=Rupiah(needed), more=more))

    def _exits_needed(self, row: int) -> list[Reason]:
        exits = int(self.result.reserve_rank_in_village[row])
        covered_here = self._covered_by_village[int(self.result.roster.units[Level.VILLAGE].of_row[row])]
        if self.result.rules.replacement[0] is not Level.VILLAGE or exits > covered_here:
            return []
        return [Reason("EXITS_NEEDED", EXITS_NEEDED.fill(exits=_count(exits)))]

    @cached_property
    def _covered_by_village(self) -> list[int]:
        counts: list[int] = self.result.roster.units[Level.VILLAGE].count(self.result.covered).tolist()
        return counts

    def _remedies(self, row: int) -> list[Reason]:
        """Ask for every fact that is not recorded and would count."""
        remedies = []
        for criterion in self.result.rules.criteria:
            match criterion:
                case OrderCriterion() if self._facts_behind(criterion, row) == (None,):
                    remedies += _remedy(criterion.fact, criterion.remedy)
                    remedies += self._decile_enough(criterion, row)
                case PointsCriterion():
                    for table in criterion.tables:
                        if self._fact(row, table) in (None, ""):
                            remedies += _remedy(table.fact, table.remedy)
        return remedies

    def _decile_enough(self, criterion: OrderCriterion, row: int) -> list[Reason]:
        """Find the highest decile that would bring this person in before the last one of his unit."""
        last = self._last_in.get(int(self._home_units.of_row[row]))
        if criterion.fact != "decile" or not criterion.lowest_first or last is None:
            return []
        theirs = self._standing(last, {})
        enough = [decile for decile in range(1, 11) if self._standing(row, {criterion.key: decile}) < theirs]
        return [Reason("DECILE_ENOUGH", DECILE_ENOUGH.fill(decile=max(enough)))] if enough else []

    def _standing(self, row: int, instead: dict[str, int]) -> tuple[int, ...]:
        """Return what orders a person within the unit, with the keys of some criteria replaced."""
        criteria, keys = self.result.rules.criteria, self.result.queue.keys
        own = [instead.get(criterion.key, int(key[row])) for criterion, key in zip(criteria, keys, strict=True)]
        return (*own, *(int(lot) for lot in self.result.roster.lots[row]))


def _count(people: int) -> Text:
    """Write a count as each language groups its digits."""
    english = f"{people:,}"
    return Text(english.replace(",", "."), english)


def _number(value: str | int) -> Text:
    return Text(str(value), str(value))


def _remedy(fact: str, text: Text) -> list[Reason]:
    return [Reason(f"RECORD_{fact.upper().replace('.', '_')}", text)] if text.id else []


def _say(criterion: Criterion, facts: tuple[str | int | None, ...]) -> Text:
    """Put the facts into the regency's own words; empty where there is nothing to say."""
    match criterion:
        case OrderCriterion():
            (value,) = facts
            return criterion.missing_says if value is None else criterion.says.fill(value=value)
        case HouseholdTurnCriterion():
            (turn,) = facts
            return Text("", "") if turn == 1 else criterion.says.fill(turn=turn)
        case PointsCriterion():
            scored = [points_of(table, value) for table, value in zip(criterion.tables, facts, strict=True)]
            parts = [_part(*row) for row in zip(criterion.tables, facts, scored, strict=True)]
            return criterion.says.fill(
                points=sum(scored),
                points_max=sum(table.points_max for table in criterion.tables),
                parts=Text("; ".join(part.id for part in parts), "; ".join(part.en for part in parts)),
            )


def _part(table: PointsTable, value: str | int | None, points: int) -> Text:
    label = table.missing_label if value is None or value == "" else table.label.fill(value=name_of(table, value))
    return Text(f"{label.id} ({points})", f"{label.en} ({points})")
