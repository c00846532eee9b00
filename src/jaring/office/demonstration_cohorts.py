"""Two more payers of the demonstration, whose cover is not as safe as that of the regency's own budget.

The province covers people of the reserve in the second half of 2025 and then nobody goes on. A village pays for some
of its own from the middle of 2026, and is behind with the last month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.billing.services import issue_bill
from jaring.office.demonstration_payments import Paying
from jaring.office.places.models import Regency, Village
from jaring.office.programme import services as programme
from jaring.office.programme.models import Payer, ProgrammeYear, TargetingRun

PROVINCE_PLACES: Final = 1_174
VILLAGE: Final = "53.03.14.2001"
VILLAGE_PLACES: Final = 12
MONTHLY_IDR: Final = 16_800
UNPAID_MONTHS: Final = 1
"""How many months the village is behind, besides the current one."""


@dataclass(frozen=True, slots=True)
class _Cohort:
    payer: Payer
    year: int
    start: Month
    places: int
    basis: str


class Cohorts:
    """Lets further payers cover people of the reserve, by the same services and officers."""

    def __init__(self, regency: Regency, today: date, at: Callable[[date], datetime], paying: Paying) -> None:
        self.today, self.at, self.paying = today, at, paying
        self.officer, self.head = User.objects.get(username="petugas"), User.objects.get(username="kepala")
        village = Village.objects.get(code=VILLAGE)
        province = programme.add_payer(regency, "APBD_PROVINSI", "APBD Provinsi Nusa Tenggara Timur", "SG")
        funds = programme.add_payer(regency, "DANA_DESA", f"Dana Desa {village.name}", "SD", village)
        self.cohorts = (
            _Cohort(province, 2025, Month(2025, 7), PROVINCE_PLACES, "DPA Dinas Tenaga Kerja Provinsi 2025"),
            _Cohort(funds, 2026, Month(2026, 7), VILLAGE_PLACES, f"APBDes {village.name} 2026"),
        )

    def begin(self, year: ProgrammeYear, run: TargetingRun, month: Month, paper: programme.DecreePaper) -> None:
        """Let the payer whose cohort begins in a month of this year take its people from the reserve."""
        for each in self.beginning(month):
            day = month.first_day - timedelta(days=9)
            programme.enter_budget(
                year,
                each.payer,
                each.places * MONTHLY_IDR * (year.until_month - month),
                basis=each.basis,
                actor=self.officer,
                now=self.at(day),
            )
            decree = programme.draft_from_reserve(
                run, each.payer, paper, places=each.places, actor=self.officer, now=self.at(day)
            )
            programme.enact_decree(decree, actor=self.head, now=self.at(day + timedelta(days=2)))

    def beginning(self, month: Month) -> list[_Cohort]:
        return [each for each in self.cohorts if each.start == month]

    def bill(self, month: Month) -> None:
        """Bill a month to the cohorts that it belongs to; the village leaves the last ones unpaid."""
        for each in self.cohorts:
            if not each.start <= month < Month(each.year + 1, 1):
                continue
            key = uuid5(NAMESPACE_URL, f"urn:jaring:demo:{month}:{each.payer.pk}")
            day = min(month.first_day + timedelta(days=2), self.today)
            bill = issue_bill(month, each.payer, request_key=key, actor=self.officer, now=self.at(day))
            self.paying.use_deposit(bill)
            if each.payer.village_id is None or month + UNPAID_MONTHS < Month.of(self.today):
                self.paying.pay(bill)
