"""Exits free places, and the reserve fills them by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jaring.core.errors import JaringError
from jaring.core.money import Rupiah
from jaring.core.targeting.model import BadTermsError, BudgetBelowKeptError, Level, Reason
from jaring.core.targeting.result import Result
from jaring.core.targeting.selection import check_money
from jaring.core.text import Text


class ExitKind(StrEnum):
    """Why somebody stops being covered. Passing the age limit is not among them."""

    DIED = "died"
    MOVED = "moved"
    EMPLOYED = "employed"
    CIVIL_SERVANT = "civil_servant"
    OWN_WISH = "own_wish"

    @classmethod
    def parse(cls, text: str) -> ExitKind:
        """Read an exit kind.

        Raises:
            NotAnExitError: (JRG-554) for anything else, the age limit included.
        """
        if text not in set(cls):
            raise NotAnExitError()
        return cls(text)


EXIT_NAME = {
    ExitKind.DIED: Text("meninggal dunia", "death"),
    ExitKind.MOVED: Text("pindah ke luar daerah", "a move out of the area"),
    ExitKind.EMPLOYED: Text("menjadi pekerja penerima upah", "wage employment"),
    ExitKind.CIVIL_SERVANT: Text("menjadi aparatur sipil negara", "entry into the civil service"),
    ExitKind.OWN_WISH: Text("permintaan sendiri", "own wish"),
}
FIRST_OF = {
    Level.VILLAGE: Text("cadangan pertama dari desa/kelurahan yang sama", "first of the reserve of the same village"),
    Level.DISTRICT: Text("cadangan pertama dari kecamatan yang sama", "first of the reserve of the same district"),
    Level.REGENCY: Text("cadangan pertama se-kabupaten", "first of the reserve of the regency"),
}
FILLED_BY = Text("Menggantikan peserta yang keluar karena {exit}: {where}.", "Follows an exit by {exit}: {where}.")
NOBODY_NEARER = Text(
    "{where}, karena cadangan yang lebih dekat sudah habis", "{where}, as the reserve nearer by is used up"
)
NO_RESERVE = Text(
    "Tempat ini tetap kosong: tidak ada lagi cadangan yang boleh mengisinya.",
    "This place stays open: nobody on the reserve may fill it.",
)
NO_MONEY = Text(
    "Tempat ini tetap kosong: sisa anggaran {rest} tidak cukup untuk cadangan berikutnya, yang memerlukan {price}.",
    "This place stays open: the {rest} left does not pay for the next of the reserve, who needs {price}.",
)


class NotAnExitError(JaringError):
    """A reason for which nobody loses a place."""

    code = "JRG-554"
    sentence = Text("Sebab keluar ini tidak dikenal.", "This is not a reason to leave the programme.")
    hint = Text(
        "Pakai: meninggal, pindah, bekerja menerima upah, menjadi ASN, atau permintaan sendiri. "
        "Melewati batas usia bukan sebab keluar: peserta yang sudah terdaftar tetap dilindungi.",
        "Use: died, moved, employed, civil servant or own wish. "
        "Passing the age limit is not an exit: who is enrolled stays covered.",
    )


@dataclass(frozen=True, slots=True)
class Exit:
    """Somebody who leaves, and the first day without cover."""

    candidate_id: int
    kind: ExitKind
    left_on: date


@dataclass(frozen=True, slots=True)
class Replacement:
    """A freed place and who takes it; ``filled_by`` and ``level`` are ``None`` while it stays open."""

    exit: Exit
    filled_by: int | None
    level: Level | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Replacements:
    """What a batch of exits leads to.

    Attributes:
        replacements: One for every freed place, in the order in which they were filled.
        left_reserve: Exits of people who held no place.
        covered_ids: Who is covered afterwards.
        reserve_ids: The reserve that remains, in its order.
        remaining_idr: Money left for the months that remain.
    """

    replacements: tuple[Replacement, ...]
    left_reserve: tuple[Exit, ...]
    covered_ids: frozenset[int]
    reserve_ids: tuple[int, ...]
    remaining_idr: int


def replace_exits(
    result: Result,
    exits: Iterable[Exit],
    *,
    budget_idr: int,
    months: int,
    covered_ids: Collection[int] | None = None,
    unavailable_ids: Collection[int] = (),
) -> Replacements:
    """Fill freed places from the reserve, nearest first, as the rule set says.

    Places are filled in the order of the day of exit, equals by lot. When the money does not reach the
    person whose turn it is, that place and all after it stay open: nobody is passed over for being dearer.

    Args:
        result: The run whose reserve list was published.
        exits: Who leaves; at most one exit a person.
        budget_idr: Money for everyone covered over all ``months``, IDR.
        months: Months that remain from the replacement on.
        covered_ids: Who is covered before these exits; by default those whom the run covered.
        unavailable_ids: People of the reserve who can no longer be taken, such as earlier exits.

    Raises:
        BadCandidateError: (JRG-550) an exit of somebody unknown.
        BadTermsError: (JRG-551) a second exit of the same person, or unusable money.
        BudgetBelowKeptError: (JRG-552) the budget does not cover those who stay.
    """
    check_money(budget_idr, months)
    leaving = _in_order(result, exits)
    covered = set(result.covered_ids if covered_ids is None else covered_ids)
    gone = {leaver.candidate_id for leaver in leaving} | set(unavailable_ids)
    result.roster.mask_of(covered | gone)
    stays = covered - gone
    rest_idr = budget_idr - months * sum(_monthly_idr(result, candidate_id) for candidate_id in stays)
    if rest_idr < 0:
        raise BudgetBelowKeptError(
            budget=Rupiah(budget_idr),
            kept=len(stays),
            months=months,
            needed=Rupiah(budget_idr - rest_idr),
            short=Rupiah(-rest_idr),
        )
    filling = _Filling(result, stays | gone, months, rest_idr)
    replacements = tuple(filling.fill(leaver) for leaver in leaving if leaver.candidate_id in covered)
    now_covered = frozenset(stays | filling.taken)
    return Replacements(
        replacements=replacements,
        left_reserve=tuple(leaver for leaver in leaving if leaver.candidate_id not in covered),
        covered_ids=now_covered,
        reserve_ids=tuple(who for who in result.reserve_ids if who not in now_covered and who not in gone),
        remaining_idr=filling.rest_idr,
    )


class _Filling:
    """The reserve while it is being used up."""

    def __init__(self, result: Result, not_available: set[int], months: int, rest_idr: int) -> None:
        self.result, self.months, self.rest_idr = result, months, rest_idr
        self.taken: set[int] = set()
        self._stopped: Reason | None = None
        self._lines: dict[tuple[Level, str], list[int]] = defaultdict(list)
        for candidate_id in reversed(result.reserve_ids):
            if candidate_id not in not_available:
                for line in self._lines_of(candidate_id):
                    self._lines[line].append(candidate_id)

    def fill(self, leaver: Exit) -> Replacement:
        """Fill one place, or say why it stays open."""
        if self._stopped is not None:
            return Replacement(leaver, None, None, self._stopped)
        next_one = self._next_for(leaver)
        if next_one is None:
            return Replacement(leaver, None, None, Reason("NO_RESERVE", NO_RESERVE))
        level, candidate_id = next_one
        price_idr = self.months * _monthly_idr(self.result, candidate_id)
        if price_idr > self.rest_idr:
            text = NO_MONEY.fill(rest=Rupiah(self.rest_idr), price=Rupiah(price_idr))
            self._stopped = Reason("NO_MONEY", text)
            return Replacement(leaver, None, None, self._stopped)
        self.rest_idr -= price_idr
        self.taken.add(candidate_id)
        is_nearest = level is self.result.rules.replacement[0]
        where = FIRST_OF[level] if is_nearest else NOBODY_NEARER.fill(where=FIRST_OF[level])
        text = FILLED_BY.fill(exit=EXIT_NAME[leaver.kind], where=where)
        return Replacement(leaver, candidate_id, level, Reason("FILLED_BY_RESERVE", text))

    def _next_for(self, leaver: Exit) -> tuple[Level, int] | None:
        home = self.result.candidate(leaver.candidate_id)
        codes = {Level.VILLAGE: home.village_code, Level.DISTRICT: home.district_code, Level.REGENCY: ""}
        for level in self.result.rules.replacement:
            line = self._lines[level, codes[level]]
            while line and line[-1] in self.taken:
                line.pop()
            if line:
                return level, line[-1]
        return None

    def _lines_of(self, candidate_id: int) -> list[tuple[Level, str]]:
        """Return where a person of the reserve may be called to; a fixed limit holds him inside its unit."""
        person = self.result.candidate(candidate_id)
        shut_by = self.result.queue.shut_by.get(self.result.roster.row_of[candidate_id])
        lines = [(Level.VILLAGE, person.village_code), (Level.DISTRICT, person.district_code), (Level.REGENCY, "")]
        reach = {Level.VILLAGE: 1, Level.DISTRICT: 2}
        return lines if shut_by is None else lines[: reach[shut_by]]


def _in_order(result: Result, exits: Iterable[Exit]) -> list[Exit]:
    leaving = list(exits)
    ids = [leaver.candidate_id for leaver in leaving]
    result.roster.mask_of(ids)
    if len(set(ids)) != len(ids):
        raise BadTermsError(rule=Text("seorang peserta keluar dua kali", "the same person leaves twice"))
    lots = result.roster.lots
    row_of = result.roster.row_of
    return sorted(leaving, key=lambda leaver: (leaver.left_on, *lots[row_of[leaver.candidate_id]].tolist()))


def _monthly_idr(result: Result, candidate_id: int) -> int:
    return result.candidate(candidate_id).monthly_idr
