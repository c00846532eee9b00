"""The people of a run: the facts that rules look at, who keeps a place, who may not have one and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from jaring.core import targeting
from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.contribution import RateFacts, Sector, contribution_for_base
from jaring.core.eligibility import EntryFacts, reasons_against_entry
from jaring.core.law.choice import Choice, readings_on
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.office.people.models import Exit, Person
from jaring.office.programme import queries, shares
from jaring.office.programme.models import (
    Payer,
    ProgrammeYear,
)
from jaring.office.rules import queries as rules

HAS_LEFT = targeting.Reason(
    "HAS_LEFT", Text("Sudah dilaporkan keluar dari program.", "Was reported as having left the programme.")
)
"""Stands against anybody with a reported exit."""
OTHER_PAYER = targeting.Reason(
    "COVERED_BY_OTHER_PAYER",
    Text("Sudah terdaftar dengan sumber dana lain.", "Is enrolled already with another payer."),
    Text(
        "Akhiri kepesertaan itu lebih dahulu melalui SK perubahan.", "End that enrolment first, by an amending decree."
    ),
)
"""Stands against anybody whom another payer of the regency covers."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The people of a run: the facts that the rules look at, who keeps a place, who may not have one and why."""

    candidates: list[targeting.Candidate]
    enrolled: frozenset[int]
    ineligible: dict[int, Sequence[targeting.Reason]]

    @classmethod
    def load(
        cls, year: ProgrammeYear, payer: Payer, from_month: Month, as_of: date, *, keep_leavers: bool = False
    ) -> Pool:
        """Read the candidates of a year. Who was reported as having left keeps a place only with ``keep_leavers``."""
        covered = set(queries.enrolled_in(from_month, payer).values_list("person", flat=True))
        covered |= set(queries.enrolled_in(from_month + -1, payer).values_list("person", flat=True))
        left = set(Exit.objects.filter(person__regency=year.regency_id).values_list("person", flat=True))
        others = set(queries.enrolled_in(from_month).exclude(payer=payer).values_list("person", flat=True))
        choices = rules.choices_of(year.regency_id)
        price = prices_for(year, payer, from_month, choices)
        readings = readings_on(choices, as_of)
        pool = cls([], frozenset(covered if keep_leavers else covered - left), {})
        for person in queries.candidates_of(year).select_related("village"):
            standing = [HAS_LEFT] if person.pk in left else []
            standing += [OTHER_PAYER] if person.pk in others else []
            pool.add(person, price, as_of, standing, readings)
        return pool

    def add(
        self,
        person: Person,
        price: Callable[[Person], int],
        as_of: date,
        standing: Sequence[targeting.Reason],
        readings: frozenset[str],
    ) -> None:
        """Put one candidate into the pool, with what stands against an entry besides the rules of the law."""
        facts: Any = person  # Annotated with decile, household_size and elsewhere.
        self.candidates.append(
            targeting.Candidate(
                id=person.pk,
                stable_key=bytes(person.nik_look_up).hex(),
                village_code=person.village_id,
                district_code=person.village.district_id,
                birth_date=person.birth_date,
                sex=person.sex,
                occupation_group=person.occupation_group,
                monthly_idr=price(person),
                decile=facts.decile,
                household_key=bytes(person.kk_look_up).hex() if person.kk_look_up else None,
                household_size=facts.household_size,
                income_idr=person.income_idr,
            )
        )
        if person.pk in self.enrolled:
            return
        if against := [*standing, *_reasons_against(facts, as_of, readings)]:
            self.ineligible[person.pk] = against


def _reasons_against(person: Any, as_of: date, readings: frozenset[str]) -> list[targeting.Reason]:
    """Return why somebody may not enter, each with what would have to change."""
    facts = EntryFacts(
        birth_date=person.birth_date,
        regency_code=person.regency_id,
        is_covered_elsewhere=person.elsewhere is not None,
    )
    return [
        targeting.Reason(
            reason.code.value, Text(*(f"{a} {b}" for a, b in zip(reason.text, reason.remedy, strict=True)))
        )
        for reason in reasons_against_entry(facts, regency_code=person.regency_id, day=as_of, readings=readings)
    ]


def sector_of(occupation_group: str) -> Sector:
    """Return the sector that the discount of PP 50/2025 knows, from the group of occupations."""
    return Sector.TRANSPORT if occupation_group == "transport" else Sector.OTHER


def prices_for(
    year: ProgrammeYear, payer: Payer, from_month: Month, choices: Sequence[Choice]
) -> Callable[[Person], int]:
    """Return what gives a person's price: of the dearest month that remains, so that the ceiling always holds."""

    @cache
    def dearest(base_idr: int, sector: Sector) -> int:
        return max(
            contribution_for_base(
                RateFacts(month, PayerOfLaw(payer.kind), Rupiah(base_idr), sector),
                readings=readings_on(choices, month.first_day),
            ).total.idr
            for month in from_month.until(year.until_month)
        )

    def price_of(person: Person) -> int:
        base_idr = shares.base_of(person.income_idr, year, payer, from_month)
        return dearest(base_idr, sector_of(person.occupation_group))

    return price_of
