"""The lists of payments: people and their dues, what was paid and asked back, and the payers of the lapse guard."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import Action
from jaring.office.lists.sheets import Column, Kind, Sheet
from jaring.office.payments.models import RefundLine, ReleaseLine
from jaring.office.payments.queries import ClaimMoney
from jaring.office.people.columns import where, who

ORDERS: Final = {"nama": ("search_name", "id")}
"""Fields of a person: the asked page is cut out of the people of a bill."""
ORDERS_OF_DUES: Final = {"nama": ("person__search_name", "person_id")}
"""The same as fields of a due, for who takes all of them."""


UNPAID_ORDERS: Final = {"nama": ("search_name", "id"), "desa": ("village_id", "search_name", "id")}
ORDERS_OF_UNPAID: Final = {
    "nama": ("person__search_name", "person_id"),
    "desa": ("person__village_id", "person__search_name", "person_id"),
}


LINES_ORDER: Final = {"nama": ("person__search_name", "bill", "person")}
ORDERS_OF_CLAIMS: Final = {"tanggal": ("-claim_date", "-id"), "jumlah": ("-amount_idr", "id")}


def _claim_page(line: ClaimMoney) -> str:
    return reverse("payments:refund", args=[line.claim.public_id])


def _bill_page(line: RefundLine | ReleaseLine) -> str:
    return f"{reverse('billing:detail', args=[line.bill.month])}?sumber={line.bill.payer_id}"


DUES: Final = Sheet(
    name="dues",
    title=_("Peserta tagihan"),
    action=Action.SEE_MONEY,
    filters=("keadaan",),
    columns=(
        *who(lambda line: line.due.person, order="nama"),
        *where(lambda line: line.due.person.village),
        Column(name="jkk", label="JKK", of=lambda line: line.due.jkk_idr, kind=Kind.RUPIAH, width=14, is_usual=False),
        Column(name="jkm", label="JKM", of=lambda line: line.due.jkm_idr, kind=Kind.RUPIAH, width=14, is_usual=False),
        Column(name="jumlah", label=_("Jumlah"), of=lambda line: line.amount_idr, kind=Kind.RUPIAH, width=14),
        Column(
            name="keadaan",
            label=_("Keadaan"),
            of=lambda line: line.state,
            kind=Kind.STATE,
            words="due",
            width=18,
        ),
    ),
)
UNPAID: Final = Sheet(
    name="unpaid",
    title=_("Peserta yang iurannya belum dibayar"),
    action=Action.SEE_MONEY,
    filters=(),
    columns=(
        *who(lambda line: line.person, order="nama"),
        *where(lambda line: line.person.village, order="desa"),
        Column(name="mulai", label=_("Mulai"), of=lambda line: line.from_month, kind=Kind.MONTH, width=12),
    ),
)
CLAIMS: Final = Sheet(
    name="claims",
    title=_("Permintaan pengembalian"),
    action=Action.SEE_MONEY,
    filters=(),
    columns=(
        Column(name="nomor", label=_("Nomor surat"), of=lambda line: line.claim.number, width=26, link=_claim_page),
        Column(
            name="tanggal",
            label=_("Tanggal surat"),
            of=lambda line: line.claim.claim_date,
            kind=Kind.DAY,
            order="tanggal",
            width=14,
        ),
        Column(name="sumber", label=_("Sumber dana"), of=lambda line: line.claim.payer.name, width=34),
        Column(name="jenis", label=_("Jenis"), of=lambda line: str(line.claim.get_kind_display()), width=20),
        Column(
            name="iuran",
            label=_("Iuran"),
            of=lambda line: line.claim.people,
            kind=Kind.NUMBER,
            width=10,
            is_usual=False,
        ),
        Column(
            name="diminta",
            label=_("Diminta"),
            of=lambda line: line.claim.amount_idr,
            kind=Kind.RUPIAH,
            order="jumlah",
            width=18,
        ),
        Column(
            name="kembali", label=_("Sudah kembali"), of=lambda line: line.received_idr, kind=Kind.RUPIAH, width=18
        ),
        Column(name="dihapus", label=_("Dihapus"), of=lambda line: line.written_off_idr, kind=Kind.RUPIAH, width=18),
        Column(name="sisa", label=_("Sisa"), of=lambda line: line.left_idr, kind=Kind.RUPIAH, width=18),
        Column(name="dasar", label=_("Dasar"), of=lambda line: line.claim.basis, width=44, is_usual=False),
    ),
)
RELEASES: Final = Sheet(
    name="releases",
    title=_("Permintaan pelepasan"),
    action=Action.SEE_MONEY,
    filters=(),
    columns=(
        Column(name="rujukan", label=_("Rujukan"), of=lambda line: line.reference, width=30),
        Column(name="sumber", label=_("Sumber dana"), of=lambda line: line.payer.name, width=34),
        Column(name="alasan", label=_("Alasan"), of=lambda line: str(line.get_reason_display()), width=26),
        Column(name="oleh", label=_("Diajukan oleh"), of=lambda line: str(line.requested_by), width=24),
        Column(name="pada", label=_("Diajukan pada"), of=lambda line: line.requested_at, kind=Kind.MOMENT, width=18),
        Column(name="iuran", label=_("Iuran"), of=lambda line: line.people, kind=Kind.NUMBER, width=10),
        Column(name="jumlah", label=_("Jumlah"), of=lambda line: line.amount_idr, kind=Kind.RUPIAH, width=18),
        Column(
            name="keadaan", label=_("Keadaan"), of=lambda line: line.state, kind=Kind.STATE, words="request", width=20
        ),
    ),
)
CLAIMED: Final = Sheet(
    name="claimed",
    title=_("Iuran yang diminta kembali"),
    action=Action.SEE_MONEY,
    filters=(),
    columns=(
        *who(lambda line: line.person, order="nama"),
        *where(lambda line: line.person.village),
        Column(
            name="bulan",
            label=_("Bulan iuran"),
            of=lambda line: line.bill.month,
            kind=Kind.MONTH,
            width=12,
            link=_bill_page,
        ),
        Column(name="alasan", label=_("Alasan"), of=lambda line: str(line.get_reason_display()), width=26),
        Column(
            name="jumlah", label=_("Jumlah"), of=lambda line: line.jkk_idr + line.jkm_idr, kind=Kind.RUPIAH, width=14
        ),
    ),
)
RELEASED: Final = Sheet(
    name="released",
    title=_("Iuran yang dimohonkan pelepasannya"),
    action=Action.SEE_MONEY,
    filters=(),
    columns=(
        *who(lambda line: line.person, order="nama"),
        *where(lambda line: line.person.village),
        Column(
            name="bulan",
            label=_("Bulan iuran"),
            of=lambda line: line.bill.month,
            kind=Kind.MONTH,
            width=12,
            link=_bill_page,
        ),
        Column(name="jumlah", label=_("Jumlah"), of=lambda line: line.amount_idr, kind=Kind.RUPIAH, width=14),
    ),
)
TRANSFERS: Final = Sheet(
    name="transfers",
    title=_("Setoran"),
    action=Action.SEE_MONEY,
    filters=(),
    columns=(
        Column(name="tanggal", label=_("Tanggal valuta"), of=lambda line: line.value_date, kind=Kind.DAY, width=14),
        Column(name="sumber", label=_("Sumber dana"), of=lambda line: line.payer.name, width=34),
        Column(name="spp", label=_("Nomor SPP"), of=lambda line: line.order and line.order.number, width=24),
        Column(name="spm", label=_("Nomor SPM"), of=lambda line: line.spm_number, width=24),
        Column(name="sp2d", label=_("Nomor SP2D"), of=lambda line: line.sp2d_number, width=24),
        Column(name="bank", label=_("Referensi bank"), of=lambda line: line.bank_reference, width=24),
        Column(name="jumlah", label=_("Jumlah"), of=lambda line: line.amount_idr, kind=Kind.RUPIAH, width=18),
        Column(
            name="batal",
            label=_("Dibatalkan pada"),
            of=lambda line: line.reversal.reversed_on if hasattr(line, "reversal") else None,
            kind=Kind.DAY,
            width=16,
        ),
        Column(name="bukti", label=_("Sidik bukti"), of=lambda line: line.proof_hash, width=66),
    ),
)
GUARDED: Final = Sheet(
    name="guarded",
    title=_("Penjaga perlindungan"),
    action=Action.SEE_MONEY,
    filters=(),
    columns=(
        Column(name="sumber", label=_("Sumber dana"), of=lambda line: line.guard.payer.name, width=34),
        Column(
            name="keadaan",
            label=_("Keadaan"),
            of=lambda line: line.guard.urgency,
            kind=Kind.STATE,
            words="urgency",
            width=20,
        ),
        Column(
            name="berhenti",
            label=_("Perlindungan berhenti mulai"),
            of=lambda line: line.stops_on,
            kind=Kind.DAY,
            width=16,
        ),
        Column(
            name="batas",
            label=_("Paling lambat dibayar"),
            of=lambda line: line.guard.deadline,
            kind=Kind.DAY,
            width=16,
        ),
        Column(name="hari", label=_("Sisa hari"), of=lambda line: line.guard.days_left, kind=Kind.NUMBER, width=10),
        Column(name="peserta", label=_("Peserta"), of=lambda line: line.guard.people, kind=Kind.NUMBER, width=10),
        Column(
            name="setor", label=_("Harus disetor"), of=lambda line: line.guard.amount_idr, kind=Kind.RUPIAH, width=18
        ),
        Column(name="tunggu", label=_("Yang ditunggu"), of=lambda line: line.waits_for, width=44),
        Column(name="surat", label=_("Surat yang diperlukan"), of=lambda line: line.papers_in_words, width=60),
        Column(name="bagian", label=_("Bagian sumber dana lain"), of=lambda line: line.parts_in_words, width=60),
        Column(name="rugi", label=_("Kerugian keluarga bila terputus"), of=lambda line: line.loss, width=28),
        Column(
            name="pulih",
            label=_("Dapat dimohonkan pemulihan"),
            of=lambda line: line.guard.missing_idr if line.guard.is_restorable else None,
            kind=Kind.RUPIAH,
            width=18,
        ),
    ),
)
