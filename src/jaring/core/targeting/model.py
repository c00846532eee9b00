"""What goes into a choice and what comes out of it: plain facts, plain verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jaring.core.errors import JaringError
from jaring.core.text import Text

MONTHS_MAX = 1200
"""Longer terms are a typing error; the limit also keeps every sum inside 64 bits."""
MONTHLY_IDR_MAX = 100_000_000
BUDGET_IDR_MAX = 10**15


class Outcome(StrEnum):
    """What the choice says about one candidate."""

    KEPT = "kept"  # enrolled already; a new run never takes the place away
    SELECTED = "selected"
    RESERVE = "reserve"
    INELIGIBLE = "ineligible"


class Level(StrEnum):
    """How far from home a place may travel."""

    VILLAGE = "village"
    DISTRICT = "district"
    REGENCY = "regency"


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of an explanation, with a code for machines and counts.

    ``remedy`` says what would have to change; it is asked for where a caller gives reasons against somebody.
    """

    code: str
    text: Text
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Facts about one person that a rule may look at, on the day of the choice.

    Attributes:
        id: The caller's number for this person; unique, and used for nothing but naming him.
        stable_key: A key that stays with the person whatever the order of arrival, such as the keyed
            hash of the NIK; unique. The draw between equals depends on it and on the seed alone.
        district_code: Kecamatan; must be the same for everyone of one village.
        sex: ``M``, ``F`` or empty.
        occupation_group: One of the groups of the intake, empty where no occupation is given.
        monthly_idr: What one month of cover costs for this person, IDR, above zero.
        decile: DTSEN decile, 1 (poorest) to 10; ``None`` where not recorded.
        household_key: The same for everyone on one family card; ``None`` where unknown.
        household_size, dependants: Persons.
        extra: Further facts that a regency's own rules may use, by name.
    """

    id: int
    stable_key: str
    village_code: str
    district_code: str
    birth_date: date | None
    sex: str
    occupation_group: str
    monthly_idr: int
    decile: int | None = None
    household_key: str | None = None
    household_size: int | None = None
    dependants: int | None = None
    income_idr: int | None = None
    extra: Mapping[str, str | int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class PlaceLimit:
    """Places that a regency fixes by hand for one village or district, besides the apportionment.

    ``at_least`` places are handed out before all others; those above ``at_most`` never are.
    Whoever is enrolled already keeps the place even above ``at_most``.
    """

    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What one run of the choice stands on, beside the rules and the people.

    Attributes:
        as_of: Day on which ages are taken.
        budget_idr: Ceiling for everyone covered, kept people included, over all ``months``.
        months: Months that remain, each paid in full for every covered person.
        seed: Published text that settles the order between equals, and nothing else.
        limits: By village or district code.
    """

    as_of: date
    budget_idr: int
    months: int
    seed: str
    limits: Mapping[str, PlaceLimit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one candidate, and what would have to change for another one.

    Attributes:
        rank: Place among all eligible people of the regency by merit alone, before any quota; people
            who keep their place stand first. ``None`` for who is ineligible.
        rank_in_village: The same within the village.
        queue_number: The turn at which this person is given a place, 1 first, once quotas have had
            their say; ``None`` for kept and ineligible people and above a fixed limit.
        reserve_rank: Position on the regency's reserve list.
        reserve_rank_in_village: Position among the village's own reserve.
        cost_idr: Price of this person over all months that remain.
        budget_needed_idr: The smallest budget, kept people included, with which this person is
            selected; ``None`` where money alone does not do it, and for kept people.
    """

    candidate_id: int
    village_code: str
    outcome: Outcome
    rank: int | None
    rank_in_village: int | None
    queue_number: int | None
    reserve_rank: int | None
    reserve_rank_in_village: int | None
    cost_idr: int
    budget_needed_idr: int | None
    reasons: tuple[Reason, ...]
    changes: tuple[Reason, ...]


class BadCandidateError(JaringError):
    """A candidate's facts contradict themselves or those of another candidate."""

    code = "JRG-550"
    sentence = Text(
        "Calon dengan nomor {candidate_id} tidak dapat dinilai: {rule}.",
        "Candidate number {candidate_id} cannot be judged: {rule}.",
    )
    hint = Text(
        "Perbaiki data calon itu, lalu ulangi penetapan sasaran.",
        "Correct this candidate's data, then run the targeting again.",
    )


class BadTermsError(JaringError):
    """A budget, a number of months, a seed or a limit that cannot be meant."""

    code = "JRG-551"
    sentence = Text(
        "Ketentuan penetapan sasaran tidak dapat dipakai: {rule}.",
        "The terms of the targeting cannot be used: {rule}.",
    )
    hint = Text(
        "Periksa anggaran, jumlah bulan, benih undian, dan batas kuota.",
        "Check the budget, the number of months, the seed and the limits.",
    )


class BudgetBelowKeptError(JaringError):
    """The budget does not even pay for those who are enrolled and keep their place."""

    code = "JRG-552"
    sentence = Text(
        "Anggaran {budget} tidak cukup untuk {kept} peserta yang sudah terdaftar selama {months} bulan: "
        "perlu {needed}, kurang {short}.",
        "The budget of {budget} does not cover the {kept} people already enrolled for {months} months: "
        "{needed} is needed, {short} is missing.",
    )
    hint = Text(
        "Tambah anggaran, atau catat lebih dahulu peserta yang sudah keluar. "
        "Peserta terdaftar tidak dikeluarkan oleh penetapan baru.",
        "Raise the budget, or first record who has left. A new run never removes an enrolled person.",
    )
