"""A year of bills as a workbook: the months of every payer, and how each payer stands."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.core.month import Month
from jaring.office.access.roles import Action
from jaring.office.billing.models import Bill
from jaring.office.billing.years import PayerYear
from jaring.office.lists.sheets import Column, Kind, Sheet


class MonthLine(NamedTuple):
    """A month of a payer, billed or not."""

    account: PayerYear
    month: Month
    bill: Bill | None

    @property
    def state(self) -> Promise:
        if self.bill:
            return _("terbit")
        upcoming = self.account.next_bill
        return _("berikutnya") if upcoming and upcoming.month == self.month else _("belum ditagih")


def months_of(accounts: list[PayerYear]) -> list[MonthLine]:
    """Return the months of every payer in the order of the page."""
    return [MonthLine(account, month, bill) for account in accounts for month, bill in account.months]


MONTHS: Final = Sheet(
    name="bills",
    title=_("Tagihan"),
    action=Action.SEE_BILLS,
    filters=(),
    columns=(
        Column(name="sumber", label=_("Sumber dana"), of=lambda line: line.account.payer.name, width=36),
        Column(name="bulan", label=_("Bulan iuran"), of=lambda line: line.month, kind=Kind.MONTH, width=12),
        Column(name="keadaan", label=_("Keadaan"), of=lambda line: str(line.state), width=16),
        Column(
            name="peserta",
            label=_("Peserta"),
            of=lambda line: line.bill and line.bill.people,
            kind=Kind.NUMBER,
            width=10,
        ),
        Column(name="jkk", label="JKK", of=lambda line: line.bill and line.bill.jkk_idr, kind=Kind.RUPIAH, width=16),
        Column(name="jkm", label="JKM", of=lambda line: line.bill and line.bill.jkm_idr, kind=Kind.RUPIAH, width=16),
        Column(
            name="jumlah",
            label=_("Jumlah"),
            of=lambda line: line.bill and line.bill.total_idr,
            kind=Kind.RUPIAH,
            width=18,
        ),
        Column(
            name="batas",
            label=_("Batas bayar"),
            of=lambda line: line.bill and line.bill.due_date,
            kind=Kind.DAY,
            width=14,
        ),
    ),
)
PAYERS: Final = Sheet(
    name="billed-payers",
    title=_("Sumber dana"),
    action=Action.SEE_BILLS,
    filters=(),
    columns=(
        Column(name="sumber", label=_("Sumber dana"), of=lambda line: line.payer.name, width=36),
        Column(
            name="plafon",
            label=_("Plafon"),
            of=lambda line: line.budget_idr if line.payer.has_ceiling else None,
            kind=Kind.RUPIAH,
            width=18,
        ),
        Column(name="ditagih", label=_("Sudah ditagih"), of=lambda line: line.billed_idr, kind=Kind.RUPIAH, width=18),
        Column(
            name="sisa",
            label=_("Sisa plafon"),
            of=lambda line: line.left_idr if line.payer.has_ceiling else None,
            kind=Kind.RUPIAH,
            width=18,
        ),
        Column(
            name="berikut",
            label=_("Bulan berikutnya"),
            of=lambda line: line.next_bill and line.next_bill.month,
            kind=Kind.MONTH,
            width=14,
        ),
        Column(
            name="peserta",
            label=_("Peserta"),
            of=lambda line: line.next_bill and line.next_bill.expected.people,
            kind=Kind.NUMBER,
            width=10,
        ),
        Column(
            name="perkiraan",
            label=_("Perkiraan jumlah"),
            of=lambda line: line.next_bill and line.next_bill.expected.total_idr,
            kind=Kind.RUPIAH,
            width=18,
        ),
        Column(
            name="batas",
            label=_("Batas bayar"),
            of=lambda line: line.next_bill and line.next_bill.due_date,
            kind=Kind.DAY,
            width=14,
        ),
    ),
)
