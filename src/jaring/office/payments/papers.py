"""The papers of payments: order draft with its annex, receipt, and the letter that claims money back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.utils import translation

from jaring.core.money import Rupiah
from jaring.documents.letterhead import Signatory
from jaring.documents.payment import AccountAmount, Column, PaymentPaper, write_payment_pdf
from jaring.documents.wording import office_letterhead
from jaring.documents.words import long_date, month_name, period, thousands
from jaring.office import papers
from jaring.office.access.models import RoleGrant
from jaring.office.access.roles import Role
from jaring.office.billing.papers import bill_number
from jaring.office.payments.account_lines import accounts_of
from jaring.office.payments.errors import TransferReversedError
from jaring.office.payments.models import OrderedBill, PaymentOrder, RefundClaim, RefundLine, Transfer
from jaring.office.programme.models import PayerKind
from jaring.regencies import OfficeRole, profile

_CONTRIBUTIONS: Final = "Iuran jaminan sosial ketenagakerjaan"
_TREASURER: Final = "Bendahara Pengeluaran"
LINES_MAX: Final = 5000
"""A letter lists so many people at most; a longer list is sent as a workbook."""


def kept_order(order: PaymentOrder, *, now: datetime) -> Path:
    """Return the draft of an order (SPP) as PDF."""
    return _kept(f"spp-{order.public_id}", order_paper(order), now)


def kept_receipt(transfer: Transfer, *, now: datetime) -> Path:
    """Return the receipt (kuitansi) of a transfer as PDF."""
    return _kept(f"kuitansi-{transfer.public_id}", receipt_paper(transfer), now)


def kept_letter(claim: RefundClaim, *, now: datetime) -> Path:
    """Return the letter that claims money back as PDF, with the people it is claimed for."""
    return _kept(f"pengembalian-{claim.public_id}", letter_paper(claim), now)


def order_paper(order: PaymentOrder) -> PaymentPaper:
    """Say what an order asks of the treasury: each bill, and the sum on each account code."""
    ordered = list(order.ordered.select_related("bill__payer").order_by("bill__month", "bill"))
    code = order.codes.last()
    recipient, signatory = _who_pays(order)
    rows = [_ordered_row(each) for each in ordered]
    if order.prepaid_from and order.prepaid_until:
        months = period(order.prepaid_from, order.prepaid_until)
        rows.append(("-", f"{months}, dibayar di muka", "-", "-", "-", _amount(order.prepaid_idr)))
    return PaymentPaper(
        title="RANCANGAN SURAT PERMINTAAN PEMBAYARAN",
        number=order.number,
        paper_date=order.order_date,
        particulars=(
            ("Kepada", recipient),
            ("Sumber dana", order.payer.name),
            ("Tahun anggaran", str(order.programme_year.year)),
            ("Penerima", "BPJS Ketenagakerjaan"),
            ("Kode iuran", code.code if code else "belum diterima"),
        ),
        opening="Mohon dibayarkan iuran jaminan sosial ketenagakerjaan berikut, yang tagihannya telah disetujui.",
        columns=(
            Column(heading="Tagihan", share=5),
            Column(heading="Bulan iuran", share=4),
            Column(heading="Peserta", share=2, is_figure=True),
            Column(heading="JKK (Rp)", share=3, is_figure=True),
            Column(heading="JKM (Rp)", share=3, is_figure=True),
            Column(heading="Jumlah (Rp)", share=3, is_figure=True),
        ),
        rows=tuple(rows),
        accounts=tuple(
            AccountAmount(code=line.code or "-", name=line.name or _CONTRIBUTIONS, amount_idr=Rupiah(amount_idr))
            for line, amount_idr in accounts_of(order)
        ),
        total_label="Jumlah yang diminta",
        total_idr=Rupiah(order.amount_idr),
        closing="",
        letterhead=office_letterhead(order.regency_id, order.order_date),
        signatory=signatory,
        signed_place=profile(order.regency_id).capital,
        is_draft=True,
    )


def _who_pays(order: PaymentOrder) -> tuple[str, Signatory]:
    """Return to whom an order goes and who signs it: for money of others their own people, who are not known here."""
    payer = order.payer
    if payer.kind == PayerKind.APBD:
        treasury = profile(order.regency_id).offices[OfficeRole.TREASURY].name.id
        return f"Kepala {treasury}", _signatory(order.regency_id, Role.TREASURER, _TREASURER, order.order_date)
    if payer.village:
        village = f"{payer.village.get_kind_display()} {payer.village.name}"
        return f"Kepala {village}", Signatory(title=f"Bendahara {village}", name=papers.BLANK)
    return "", Signatory(title=_TREASURER, name=papers.BLANK)


def _ordered_row(ordered: OrderedBill) -> tuple[str, ...]:
    """Return a bill of an order with what is asked for of it; people are those of the whole bill."""
    bill = ordered.bill
    jkk, jkm = Rupiah(ordered.amount_idr).split((bill.jkk_idr, bill.jkm_idr))
    amounts = (thousands(bill.people), _amount(jkk.idr), _amount(jkm.idr), _amount(ordered.amount_idr))
    return bill_number(bill), month_name(bill.month), *amounts


def receipt_paper(transfer: Transfer) -> PaymentPaper:
    """Say what was paid and which months it paid.

    Raises:
        TransferReversedError: (JRG-595)
    """
    if hasattr(transfer, "reversal"):
        raise TransferReversedError(reference=transfer.bank_reference)
    settled = list(transfer.settlements.select_related("bill__payer").order_by("bill__month", "id"))
    left_idr = transfer.amount_idr - sum(each.amount_idr for each in settled)
    rows = [
        (bill_number(each.bill), month_name(each.bill.month), thousands(each.people), _amount(each.amount_idr))
        for each in settled
    ]
    if left_idr > 0:
        rows.append(("-", "Titipan, belum dialokasikan", "-", _amount(left_idr)))
    return PaymentPaper(
        title="KUITANSI",
        number=transfer.bank_reference,
        paper_date=transfer.value_date,
        particulars=(
            ("Telah dibayar dari", transfer.payer.name),
            ("Kepada", "BPJS Ketenagakerjaan"),
            ("Tanggal valuta", long_date(transfer.value_date)),
            ("Perintah bayar (SPP)", transfer.order.number if transfer.order else ""),
            ("SPM", _dated(transfer.spm_number, transfer.spm_date)),
            ("SP2D", _dated(transfer.sp2d_number, transfer.sp2d_date)),
            ("Referensi bank", transfer.bank_reference),
            ("Sidik bukti (SHA-256)", f"{transfer.proof_hash[:32]} {transfer.proof_hash[32:]}"),
        ),
        opening="Untuk pembayaran iuran jaminan sosial ketenagakerjaan:",
        columns=(
            Column(heading="Tagihan", share=5),
            Column(heading="Bulan", share=5),
            Column(heading="Peserta", share=2, is_figure=True),
            Column(heading="Jumlah (Rp)", share=3, is_figure=True),
        ),
        rows=tuple(rows),
        total_label="Jumlah",
        total_idr=Rupiah(transfer.amount_idr),
        closing="",
        letterhead=office_letterhead(transfer.regency_id, transfer.value_date),
        signatory=_signatory(transfer.regency_id, Role.TREASURER, _TREASURER, transfer.value_date),
        signed_place=profile(transfer.regency_id).capital,
    )


def letter_paper(claim: RefundClaim) -> PaymentPaper:
    """Say what the insurer is asked to give back, and for whom; people by masked number, as in the decree."""
    branch = profile(claim.regency_id).offices[OfficeRole.INSURER_BRANCH].name.id
    office = profile(claim.regency_id).offices[OfficeRole.LABOUR_OFFICE].name.id
    what = (
        f"iuran yang telah dibayar untuk {thousands(claim.people)} iuran peserta yang tercantum di bawah ini"
        if claim.kind == RefundClaim.Kind.DUES
        else "kelebihan setoran iuran yang belum dialokasikan"
    )
    return PaymentPaper(
        title="PERMINTAAN PENGEMBALIAN IURAN",
        number=claim.number,
        paper_date=claim.claim_date,
        particulars=(
            ("Kepada", f"Kepala {branch}"),
            ("Sumber dana", claim.payer.name),
            ("Dasar", claim.basis),
        ),
        opening=f"Dengan hormat, kami mohon dikembalikan {what}.",
        columns=_LETTER_COLUMNS,
        rows=tuple(_letter_rows(claim)),
        total_label="Jumlah yang diminta kembali",
        total_idr=Rupiah(claim.amount_idr),
        closing="Atas perhatian dan kerja sama Saudara kami sampaikan terima kasih.",
        letterhead=office_letterhead(claim.regency_id, claim.claim_date),
        signatory=_signatory(claim.regency_id, Role.HEAD, f"Kepala {office}", claim.claim_date),
        signed_place=profile(claim.regency_id).capital,
    )


_LETTER_COLUMNS: Final = (
    Column(heading="No.", share=1, is_figure=True),
    Column(heading="Nama", share=5),
    Column(heading="NIK", share=4),
    Column(heading="Bulan", share=3),
    Column(heading="Alasan", share=4),
    Column(heading="Jumlah (Rp)", share=3, is_figure=True),
)


def _letter_rows(claim: RefundClaim) -> Iterable[tuple[str, ...]]:
    lines = (
        RefundLine.objects.filter(claim=claim)
        .select_related("person", "bill")
        .order_by("bill__month", "person__search_name", "person")[:LINES_MAX]
    )
    with translation.override("id"):
        for number, line in enumerate(lines, start=1):
            yield (
                f"{number}.",
                line.person.name,
                line.person.masked_nik,
                month_name(line.bill.month),
                str(line.get_reason_display()),
                _amount(line.jkk_idr + line.jkm_idr),
            )


def _kept(subject: str, paper: PaymentPaper, now: datetime) -> Path:
    def write(target: Path) -> None:
        write_payment_pdf(paper, target, made_at=now)

    return papers.kept(subject, papers.content_hash(paper)[:32], ".pdf", write)


def _amount(amount_idr: int) -> str:
    return thousands(amount_idr)


def _dated(number: str, day: date | None) -> str:
    return f"{number}, {long_date(day)}" if number and day else ""


def _signatory(regency_code: str, role: Role, title: str, day: date) -> Signatory:
    """Return who holds a role on a day; the name stays blank where nobody does."""
    grants = RoleGrant.objects.filter(role=role, area_code=regency_code, from_date__lte=day)
    grant = grants.exclude(until_date__lte=day).select_related("user").order_by("id").first()
    name = grant.user.full_name if grant else ""
    return Signatory(title=title, name=name or papers.BLANK)
