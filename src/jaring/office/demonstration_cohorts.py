"""More payers of the demonstration, each with a story of its own beside the regency's budget.

The province covers people of the reserve in the second half of 2025 and then nobody goes on. Villages pay for some of
their own in 2026 out of Dana Desa, APBDes and ADD; one of them is behind with the last month. A donor takes up
workers under a plan by which they come to pay for themselves, step by step; their own part of the last month is not
paid yet. A bank covers some more. One village insures its own staff as wage earners, who move to it from the
regency's budget. Every kind of group (wadah) that the insurer knows is among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Q

from jaring.core.budget import Programme
from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.billing.services import issue_bill
from jaring.office.demonstration_payments import Paying
from jaring.office.people.models import Person
from jaring.office.places.models import Regency, Village
from jaring.office.programme import services as programme
from jaring.office.programme.models import Decree, Payer, Plan, ProgrammeYear, TargetingRun
from jaring.regencies.budget_lines import lines_for

PROVINCE_PLACES: Final = 1_174
BEHIND: Final = "53.03.14.2001"
"""The village that is behind."""
VILLAGES: Final = (
    ("Dana Desa", "DANA_DESA", "SL", BEHIND, Month(2026, 7), 12),
    ("Dana Desa", "DANA_DESA", "SL", "53.03.02.2026", Month(2026, 5), 9),
    ("APBDes", "APBDES", "SD", "53.03.08.2005", Month(2026, 4), 8),
    ("ADD", "APBDES", "SA", "53.03.21.2004", Month(2026, 4), 6),
)
"""The village's money, its kind and group, the code of the village, since when, and for how many at most."""
EMPLOYER: Final = "53.03.23.2005"
"""The village that insures its staff."""
DONOR: Final = "CSR Koperasi Tenun Cendana (contoh)"
DONOR_PLACES: Final = 40
BANK: Final = "CSR Bank Sonaf Sejahtera (contoh)"
BANK_PLACES: Final = 25
STEPS: Final = ((Month(2026, 3), 100), (Month(2026, 6), 75), (Month(2026, 9), 50), (Month(2027, 1), 0))
"""The donor's share in percent, from each month on."""
MONTHLY_IDR: Final = 16_800
UNPAID_MONTHS: Final = 1
"""How many months a payer that is behind owes, besides the current one."""


@dataclass(frozen=True, slots=True)
class _Cohort:
    payer: Payer
    start: Month
    places: int
    basis: str
    plan: Plan | None = None
    is_behind: bool = False

    @property
    def until(self) -> Month:
        return Month(self.start.year + 1, 1)


class Cohorts:
    """Lets further payers cover people of the reserve, by the same services and officers."""

    def __init__(self, regency: Regency, today: date, at: Callable[[date], datetime], paying: Paying) -> None:
        self.regency, self.today, self.at, self.paying = regency, today, at, paying
        self.officer, self.head = User.objects.get(username="petugas"), User.objects.get(username="kepala")
        province = programme.add_payer(regency, "APBD_PROVINSI", "APBD Provinsi Nusa Tenggara Timur", "SG")
        self.cohorts = (
            _Cohort(province, Month(2025, 7), PROVINCE_PLACES, "DPA Dinas Tenaga Kerja Provinsi 2025"),
            *self._villages(),
            self._donor(),
            self._bank(),
            self._employer(),
        )

    def _villages(self) -> Iterator[_Cohort]:
        for money, kind, group_code, code, start, places in VILLAGES:
            village = Village.objects.get(code=code)
            payer = programme.add_payer(self.regency, kind, f"{money} {village.name}", group_code, village)
            basis = f"APBDes {village.name} {start.year}"
            yield _Cohort(payer, start, places, basis, is_behind=code == BEHIND)

    def _donor(self) -> _Cohort:
        donor = programme.add_payer(self.regency, "CSR", DONOR, "SC")
        workers = programme.add_payer(self.regency, "SELF", "Peserta mandiri")
        start = STEPS[0][0]
        day = start.first_day - timedelta(days=20)
        name = "Penenun menuju mandiri"
        plan = programme.make_plan(name, donor, workers, STEPS, actor=self.officer, now=self.at(day))
        return _Cohort(donor, start, DONOR_PLACES, f"Perjanjian kerja sama CSR {start.year}", plan)

    def _bank(self) -> _Cohort:
        bank = programme.add_payer(self.regency, "CSR", BANK, "SB")
        return _Cohort(bank, Month(2026, 6), BANK_PLACES, "Perjanjian kerja sama CSR 2026")

    def _employer(self) -> _Cohort:
        village = Village.objects.get(code=EMPLOYER)
        employer = programme.add_payer(self.regency, "EMPLOYER", f"Pemerintah Desa {village.name}", village=village)
        return _Cohort(employer, Month(2026, 9), 2, f"APBDes {village.name} 2026")

    def begin(
        self, year: ProgrammeYear, run: TargetingRun, month: Month, paper: Callable[[], programme.DecreePaper]
    ) -> None:
        """Let the payers whose cohorts begin in a month take their people, each by its own decree."""
        for each in self.cohorts:
            if each.start != month:
                continue
            day = month.first_day - timedelta(days=9)
            amount_idr = each.places * MONTHLY_IDR * (year.until_month - month)
            document = programme.BudgetDocument(basis=each.basis)
            lines = [_line(each.payer, amount_idr)]
            if each.payer.has_ceiling:
                programme.book_budget(year, each.payer, lines, document, actor=self.officer, now=self.at(day))
            decree = self._draft(each, run, paper(), self.at(day))
            programme.enact_decree(decree, actor=self.head, now=self.at(day + timedelta(days=2)))

    def _draft(self, cohort: _Cohort, run: TargetingRun, paper: programme.DecreePaper, now: datetime) -> Decree:
        """Draw up the decree of a cohort: from the reserve, or for staff of a village from the regency's budget."""
        if cohort.payer.kind != PayerOfLaw.EMPLOYER:
            return programme.draft_from_reserve(
                run, cohort.payer, paper, places=cohort.places, plan=cohort.plan, actor=self.officer, now=now
            )
        staff = Person.objects.filter(village=cohort.payer.village, occupation_group="village_apparatus")
        heads = Q(occupation__icontains="ketua")  # Of a neighbourhood: no staff of the village.
        return programme.draft_move(
            run.programme_year, run.payer, cohort.payer, staff.exclude(heads), paper, actor=self.officer, now=now
        )

    def bill(self, month: Month) -> None:
        """Bill a month to the cohorts that it belongs to; who is behind leaves the last ones unpaid."""
        for each in self.cohorts:
            if not each.start <= month < each.until:
                continue
            self._bill(month, each.payer, is_behind=each.is_behind)
            if each.plan and _workers_share(month):
                self._bill(month, each.plan.partner, is_behind=True)

    def _bill(self, month: Month, payer: Payer, *, is_behind: bool) -> None:
        key = uuid5(NAMESPACE_URL, f"urn:jaring:demo:{month}:{payer.pk}")
        day = min(month.first_day + timedelta(days=2), self.today)
        bill = issue_bill(month, payer, request_key=key, actor=self.officer, now=self.at(day))
        self.paying.use_deposit(bill)
        if not is_behind or month + UNPAID_MONTHS < Month.of(self.today):
            self.paying.pay(bill)


def _workers_share(month: Month) -> int:
    """Return what the workers of the plan pay of a month themselves, in percent."""
    return 100 - [percent for first, percent in STEPS if first <= month][-1]


def _line(payer: Payer, amount_idr: int) -> programme.LineAmount:
    """Put the whole budget on the line that the regency offers this kind of payer for both programmes, if any."""
    offered = lines_for(payer.regency_id, PayerOfLaw(payer.kind))
    line = next((each for each in offered if each.programme is Programme.BOTH), None)
    if line is None:
        return programme.LineAmount(amount_idr)
    return programme.LineAmount(amount_idr, account_code=line.code, line_name=line.name.id)
