"""Six people whom the regency covers from November 2026 on, and payers beside it, for tests of moves and plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import paper_trail as trail

from jaring.core.month import Month
from jaring.office.billing.models import Bill
from jaring.office.billing.services import issue_bill
from jaring.office.doctor import CHECKS
from jaring.office.people.models import Person
from jaring.office.places.models import Regency
from jaring.office.programme import queries, services
from jaring.office.programme.models import Decree, Payer, Plan, ProgrammeYear, TargetingRun

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

FIRST = trail.FIRST
PLENTY_IDR = 10**9


@dataclass
class Cohort:
    """What the tests start from: the regency's people, and who else may pay."""

    year: ProgrammeYear
    apbd: Payer
    village_fund: Payer
    donor: Payer
    workers: Payer
    people: list[Person]
    users: Users
    run: TargetingRun

    def paper(self, number: str, month: Month = FIRST + 1) -> services.DecreePaper:
        return trail.paper(number, month)

    def draft_move(
        self,
        source: Payer,
        target: Payer,
        people: list[Person],
        number: str = "05/KEP",
        month: Month = FIRST + 1,
        plan: Plan | None = None,
    ) -> Decree:
        return services.draft_move(
            self.year,
            source,
            target,
            Person.objects.filter(pk__in=[person.pk for person in people]),
            self.paper(number, month),
            plan=plan,
            actor=self.users.officer,
            now=trail.NOW,
        )

    def enact(self, decree: Decree) -> Decree:
        services.enact_decree(decree, actor=self.users.head, now=trail.NOW)
        return Decree.objects.get(pk=decree.pk)

    def move(self, source: Payer, target: Payer, people: list[Person], **facts: object) -> Decree:
        return self.enact(self.draft_move(source, target, people, **facts))  # type: ignore[arg-type]  # Facts by name, as the caller gives them.

    def bill(self, payer: Payer, month: Month) -> Bill:
        return issue_bill(month, payer, request_key=uuid4(), actor=self.users.officer, now=trail.NOW)

    def covered(self, month: Month, payer: Payer | None = None) -> set[int]:
        return set(queries.enrolled_in(month, payer).values_list("person", flat=True))

    def plan(self, *steps: tuple[Month, int], payer: Payer | None = None, partner: Payer | None = None) -> Plan:
        return services.make_plan(
            "Turun bertahap",
            payer or self.apbd,
            partner or self.workers,
            steps,
            actor=self.users.treasurer,
            now=trail.NOW,
        )


def cohort_of(programme: Programme, users: Users, villages: Villages, make_person: MakePerson) -> Cohort:
    """Enrol six people of three villages with the regency, two of them in transport, and leave two in the reserve."""
    homes = (villages.kefa, villages.maubeli, villages.manamas)
    people = [
        make_person(f"Orang Rekaan {chr(65 + n)}", homes[n % 3], occupation_group="transport" if n > 3 else "farmer")
        for n in range(6)
    ]
    year, apbd, now = programme.year, programme.payer, trail.NOW
    regency = Regency.objects.get(code="53.03")
    run = trail.run_targeting(year, apbd, users.officer, with_optimum=False)
    trail.initial_decree(run, users.officer, users.head)
    register = {
        kind: services.register_payer(regency, kind, kind, village=village, actor=users.officer, now=now)
        for kind, village in (("DANA_DESA", villages.kefa), ("CSR", None), ("SELF", None))
    }
    for kind in ("DANA_DESA", "CSR"):
        services.enter_budget(year, register[kind], PLENTY_IDR, basis="contoh", actor=users.officer, now=now)
    return Cohort(year, apbd, register["DANA_DESA"], register["CSR"], register["SELF"], people, users, run)


def violations() -> dict[str, int]:
    """Return the checks of the examination that find something, and how much."""
    return {check.name: found for check in CHECKS if not check.warns and (found := check.count())}
