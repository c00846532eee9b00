"""``jaring pay``: from a bill to its payment, by the same services as the pages."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from jaring.cli import office
from jaring.cli.commands import add, explained, paper, print_json, read_day, read_month, read_rupiah, report, table_of
from jaring.cli.language import both
from jaring.cli.options import AsOption, DayOption, JsonOption, KeyOption, NumberOption, RegencyOption
from jaring.cli.payers import PayerOption, VillageOption, payer_named
from jaring.core.contribution import Payer
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text

if TYPE_CHECKING:
    from jaring.office.access.models import User
    from jaring.office.payments.models import AllocationRun, PaymentOrder, RefundClaim, Transfer

MonthArgument = Annotated[
    Month, typer.Argument(parser=read_month, metavar="YYYY-MM", help=both("Bulan iuran.", "Month."))
]
MonthsArgument = Annotated[
    list[Month], typer.Argument(parser=read_month, metavar="YYYY-MM", help=both("Bulan iuran.", "Months."))
]
AmountOption = Annotated[
    Rupiah, typer.Option(parser=read_rupiah, metavar="RUPIAH", help=both("Jumlah uang.", "Amount of money."))
]
ReasonOption = Annotated[str, typer.Option(help=both("Alasan.", "Reason."))]
ReferenceOption = Annotated[str, typer.Option(help=both("Nomor referensi bank.", "Bank reference."))]
NumberArgument = Annotated[str, typer.Argument(metavar=both("NOMOR", "NUMBER"), help=both("Nomor.", "Number."))]
PaperDay = Annotated[
    date | None, typer.Option(parser=read_day, metavar="YYYY-MM-DD", help=both("Tanggalnya.", "Its day."))
]
PaperNumber = Annotated[str, typer.Option(help=both("Nomor dari bendahara umum.", "Number of the treasury."))]


def pay_commands() -> typer.Typer:
    """Return the group ``jaring pay``; without a command it shows what is open and what lies on deposit."""
    app = typer.Typer(add_completion=False, invoke_without_command=True)

    def show_when_alone(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            pay_deposit_command()

    app.callback(help=both("Dari tagihan ke pembayaran: setujui, perintah, setoran.", "From a bill to its payment."))(
        show_when_alone
    )
    for name, command in (
        ("approve", pay_approve_command),
        ("order", pay_order_command),
        ("code", pay_code_command),
        ("cancel", pay_cancel_command),
        ("transfer", pay_transfer_command),
        ("reverse", pay_reverse_command),
        ("allocate", pay_allocate_command),
        ("deposit", pay_deposit_command),
        ("refund", pay_refund_command),
        ("receive", pay_receive_command),
        ("write-off", pay_write_off_command),
        ("restored", pay_restored_command),
    ):
        add(app, name, command)
    return app


@explained(
    Text(
        "Menyetujui tagihan sebulan. Yang menerbitkan tagihan tidak boleh menyetujuinya.",
        "Approve the bill of a month. Whoever issued it may not approve it.",
    ),
    "jaring pay approve 2026-11 --as kepala",
)
def pay_approve_command(
    month: MonthArgument,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.billing.queries import bill_of
    from jaring.office.payments.services import approve_bill

    code, actor, now = office.regency_code(regency), office.acting_user(user), office.now()
    bill = bill_of(payer_named(code, payer, village), month)
    approval = approve_bill(bill, request_key=key or uuid4(), actor=actor, now=now)
    plain = {"month": str(bill.month), "total_idr": bill.total_idr, "approved_by": approval.approved_by.username}
    report(plain, _LABELS, as_json=as_json)


@explained(
    Text(
        "Membuat perintah bayar (SPP) untuk tagihan yang sudah disetujui, bila perlu dengan iuran beberapa bulan di "
        "muka.",
        "Make a payment order (SPP) for approved bills, with some months ahead where wanted.",
    ),
    "jaring pay order 2026-11 --number 014/SPP-LS/2026 --code 260012345678 --as bendahara",
    "jaring pay order 2026-10 2026-11 --number 015/SPP-LS/2026 --ahead 1 --as bendahara",
)
def pay_order_command(
    months: MonthsArgument,
    number: NumberOption,
    day: DayOption = None,
    billing_code: Annotated[str, typer.Option("--code", help=both("Kode iuran BPJS.", "The insurer's code."))] = "",
    ahead: Annotated[int, typer.Option(help=both("Bulan yang dibayar di muka.", "Months paid ahead."))] = 0,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.billing.queries import bill_of
    from jaring.office.payments import services

    code, actor, now = office.regency_code(regency), office.acting_user(user), office.now()
    source = payer_named(code, payer, village)
    order_paper = services.OrderPaper(
        number=number, order_date=day or office.today(code), billing_code=billing_code, months_ahead=ahead
    )
    bills = [bill_of(source, month) for month in months]
    order = services.order_payment(source, bills, order_paper, request_key=key or uuid4(), actor=actor, now=now)
    report(_plain_order(order), _LABELS, as_json=as_json)


@explained(
    Text("Mencatat kode iuran BPJS untuk perintah bayar.", "Enter the insurer's billing code of an order."),
    "jaring pay code 014/SPP-LS/2026 260012345678 --as bendahara",
)
def pay_code_command(
    number: NumberArgument,
    billing_code: Annotated[
        str, typer.Argument(metavar=both("KODE", "CODE"), help=both("Kode iuran.", "The insurer's code."))
    ],
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.payments import queries, services

    order = queries.order_by_number(office.regency_code(regency), number)
    actor, now = office.acting_user(user), office.now()
    services.enter_billing_code(order, billing_code, request_key=key or uuid4(), actor=actor, now=now)
    report(_plain_order(order), _LABELS, as_json=as_json)


@explained(
    Text(
        "Membatalkan perintah bayar yang belum dibayar; tagihannya dapat diperintahkan lagi.",
        "Cancel an order that was not paid; its bills can be ordered again.",
    ),
    "jaring pay cancel 014/SPP-LS/2026 --reason 'nomor keliru' --as bendahara",
)
def pay_cancel_command(
    number: NumberArgument,
    reason: ReasonOption,
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.payments import queries, services

    order = queries.order_by_number(office.regency_code(regency), number)
    actor, now = office.acting_user(user), office.now()
    services.cancel_order(order, reason, request_key=key or uuid4(), actor=actor, now=now)
    report(_plain_order(order) | {"status": "cancelled"}, _LABELS, as_json=as_json)


@explained(
    Text(
        "Mencatat setoran yang sudah dibayarkan ke BPJS beserta buktinya, lalu mengalokasikannya ke iuran yang "
        "terbuka. Donatur, pekerja mandiri, dan pemberi kerja tidak memerlukan --order.",
        "Enter money that was paid to the insurer with its proof, and set it against open dues. Donors, workers and "
        "employers need no --order.",
    ),
    "jaring pay transfer --order 014/SPP-LS/2026 --amount 249984000 --date 2026-11-20 --reference NTT20261120001 "
    "--proof bukti.pdf --spm 031/SPM/2026 --spm-date 2026-11-17 --sp2d 1204/SP2D/2026 --sp2d-date 2026-11-19 "
    "--as bendahara",
    "jaring pay transfer --payer CSR --amount 16800000 --reference MDR778899 --proof bukti.png --as bendahara",
)
def pay_transfer_command(
    amount: AmountOption,
    reference: ReferenceOption,
    proof: Annotated[
        Path,
        typer.Option(exists=True, dir_okay=False, help=both("Berkas bukti: PDF, JPG, PNG.", "Proof: PDF, JPG, PNG.")),
    ],
    order_number: Annotated[str, typer.Option("--order", help=both("Nomor SPP.", "Number of the order."))] = "",
    day: DayOption = None,
    spm: PaperNumber = "",
    spm_date: PaperDay = None,
    sp2d: PaperNumber = "",
    sp2d_date: PaperDay = None,
    further: Annotated[
        bool, typer.Option("--further", help=both("Setoran lanjutan.", "One more transfer for the same order."))
    ] = False,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.insight.ahead import count_ahead
    from jaring.office.payments import proofs, queries, services

    code, actor, now = office.regency_code(regency), office.acting_user(user), office.now()
    order = queries.order_by_number(code, order_number) if order_number else None
    transfer_paper = services.TransferPaper(
        amount_idr=amount.idr,
        value_date=day or office.today(code),
        bank_reference=reference,
        proof=proofs.keep(proof.read_bytes()),
        spm_number=spm,
        spm_date=spm_date,
        sp2d_number=sp2d,
        sp2d_date=sp2d_date,
        is_further=further,
    )
    source = order.payer if order else payer_named(code, payer, village)
    transfer = services.record_transfer(
        source, transfer_paper, order=order, request_key=key or uuid4(), actor=actor, now=now
    )
    count_ahead(code)
    report(_plain_transfer(transfer), _LABELS, as_json=as_json)


@explained(
    Text(
        "Membatalkan setoran yang keliru dicatat: iuran yang dilunasinya terbuka lagi. Yang mencatat setoran tidak "
        "boleh membatalkannya.",
        "Reverse a transfer that was entered in error: what it had paid is open again. Whoever entered it may not.",
    ),
    "jaring pay reverse NTT20261120001 --reason 'jumlah salah ketik' --as kepala",
)
def pay_reverse_command(
    reference: Annotated[
        str,
        typer.Argument(metavar=both("REFERENSI", "REFERENCE"), help=both("Nomor referensi bank.", "Bank reference.")),
    ],
    reason: ReasonOption,
    day: DayOption = None,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.insight.ahead import count_ahead
    from jaring.office.payments import queries, services

    code, actor, now = office.regency_code(regency), office.acting_user(user), office.now()
    transfer = queries.transfer_by_reference(payer_named(code, payer, village), reference)
    services.reverse_transfer(
        transfer, reason, on=day or office.today(code), request_key=key or uuid4(), actor=actor, now=now
    )
    count_ahead(code)
    report(_plain_transfer(transfer) | {"status": "reversed"}, _LABELS, as_json=as_json)


@explained(
    Text(
        "Mengalokasikan titipan satu sumber dana ke iuran yang terbuka, tagihan tertua dahulu.",
        "Set the deposit of a payer against its open dues, the oldest bill first.",
    ),
    "jaring pay allocate --payer APBD --as bendahara",
)
def pay_allocate_command(
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.insight.ahead import count_ahead
    from jaring.office.payments import queries, services

    code, actor, now = office.regency_code(regency), office.acting_user(user), office.now()
    source = payer_named(code, payer, village)
    run = services.apply_deposit(source, request_key=key or uuid4(), actor=actor, now=now)
    count_ahead(code)
    report({**_plain_run(run), "deposit_idr": queries.deposit_idr(source)}, _LABELS, as_json=as_json)


@explained(
    Text(
        "Menampilkan titipan dan utang iuran setiap sumber dana.", "Show the deposit and the open dues of each payer."
    ),
    "jaring pay deposit --json",
)
def pay_deposit_command(regency: RegencyOption = None, as_json: JsonOption = False) -> None:
    office.open_office()
    from jaring.office.billing.models import Bill
    from jaring.office.payments import queries
    from jaring.office.programme.models import Payer as PayerOfOffice

    code = office.regency_code(regency)
    open_idr: dict[int, int] = {}
    for money in queries.money_of(Bill.objects.filter(regency=code)):
        open_idr[money.bill.payer_id] = open_idr.get(money.bill.payer_id, 0) + money.open_idr
    payers: list[dict[str, Any]] = [
        {
            "payer": each.payer.short,
            "name": each.payer.name,
            "open_idr": open_idr.get(each.payer.pk, 0),
            "deposit_idr": each.left_idr,
        }
        for each in queries.deposits_of(PayerOfOffice.objects.filter(regency=code).order_by("id"))
        if each.transferred_idr or each.payer.pk in open_idr
    ]
    if as_json:
        print_json({"payers": payers})
        return
    table = table_of(Text("Sumber dana", "Payer"), Text("Utang iuran", "Open dues"), Text("Titipan", "Deposit"))
    for row in payers:
        table.add_row(row["name"], str(Rupiah(row["open_idr"])), str(Rupiah(row["deposit_idr"])))
    paper().print(table)


@explained(
    Text(
        "Meminta BPJS mengembalikan uang yang masih menjadi titipan.",
        "Ask the insurer to give back money that lies on deposit.",
    ),
    "jaring pay refund --amount 5000000 --number 560/12/NAKER/2026 --basis 'Setoran ganda 2026-10' --as petugas",
)
def pay_refund_command(
    amount: AmountOption,
    number: NumberOption,
    basis: Annotated[str, typer.Option(help=both("Dasar permintaan.", "On what the claim rests."))],
    day: DayOption = None,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.payments import services

    code, actor, now = office.regency_code(regency), office.acting_user(user), office.now()
    letter = services.ClaimPaper(number=number, claim_date=day or office.today(code), basis=basis)
    source = payer_named(code, payer, village)
    claim = services.claim_deposit(source, amount.idr, letter, request_key=key or uuid4(), actor=actor, now=now)
    report(_plain_claim(claim), _LABELS, as_json=as_json)


@explained(
    Text("Mencatat uang yang dikembalikan BPJS.", "Enter money that the insurer gave back."),
    "jaring pay receive 560/12/NAKER/2026 --amount 5000000 --reference BPJS0099 --as bendahara",
)
def pay_receive_command(
    number: NumberArgument,
    amount: AmountOption,
    reference: ReferenceOption,
    day: DayOption = None,
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    claim, actor, now = _claim_at_desk(number, regency, user)
    from jaring.office.payments import services

    services.receive_refund(
        claim,
        amount.idr,
        received_on=day or office.today(claim.regency_id),
        bank_reference=reference,
        request_key=key or uuid4(),
        actor=actor,
        now=now,
    )
    report(_plain_claim(claim), _LABELS, as_json=as_json)


@explained(
    Text(
        "Menghapus sisa permintaan yang ditolak BPJS. Yang mengajukan tidak boleh menghapusnya.",
        "Write off the rest of a claim that the insurer refused. Whoever claimed it may not.",
    ),
    "jaring pay write-off 560/12/NAKER/2026 --reason 'ditolak, surat BPJS 88/2026' --as kepala",
)
def pay_write_off_command(
    number: NumberArgument,
    reason: ReasonOption,
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    claim, actor, now = _claim_at_desk(number, regency, user)
    from jaring.office.payments import services

    services.write_off_refund(claim, reason, request_key=key or uuid4(), actor=actor, now=now)
    report(_plain_claim(claim), _LABELS, as_json=as_json)


@explained(
    Text(
        "Mencatat bahwa BPJS memulihkan bulan-bulan peserta: dihitung seperti dibayar tepat waktu.",
        "Enter that the insurer restored months of a payer's people: they count as paid in time.",
    ),
    "jaring pay restored B/88/2026 --payer APBD_PROVINSI --from 2026-01 --until 2026-06 --by 'Kepala Cabang' "
    "--as petugas",
)
def pay_restored_command(
    number: NumberArgument,
    first: Annotated[
        Month,
        typer.Option("--from", parser=read_month, metavar="YYYY-MM", help=both("Bulan pertama.", "The first month.")),
    ],
    last: Annotated[
        Month,
        typer.Option("--until", parser=read_month, metavar="YYYY-MM", help=both("Bulan terakhir.", "The last month.")),
    ],
    granted_by: Annotated[
        str, typer.Option("--by", help=both("Pejabat BPJS yang menandatangani.", "Who signed for the insurer."))
    ],
    day: DayOption = None,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.payments import services

    code, actor, now = office.regency_code(regency), office.acting_user(user), office.now()
    letter = services.GrantPaper(
        number=number,
        granted_on=day or office.today(code),
        granted_by=granted_by,
        from_month=first,
        until_month=last + 1,
    )
    source = payer_named(code, payer, village)
    grant = services.record_restoration(source, letter, request_key=key or uuid4(), actor=actor, now=now)
    plain = {
        "letter": grant.number,
        "date": grant.granted_on.isoformat(),
        "payer": source.short,
        "months": [str(month) for month in grant.from_month.until(grant.until_month)],
        "granted_by": grant.granted_by,
    }
    report(plain, _LABELS, as_json=as_json)


def _claim_at_desk(number: str, regency: str | None, user: str | None) -> tuple[RefundClaim, User, datetime]:
    """Return the claim that a command is about, who acts on it, and when."""
    office.open_office()
    from jaring.office.payments import queries

    claim = queries.claim_by_number(office.regency_code(regency), number)
    return claim, office.acting_user(user), office.now()


def _plain_order(order: PaymentOrder) -> dict[str, Any]:
    code = order.codes.last()
    return {
        "order": order.number,
        "date": order.order_date.isoformat(),
        "payer": order.payer.short,
        "months": [str(row.bill.month) for row in order.ordered.select_related("bill").order_by("bill__month")],
        "dues_idr": order.dues_idr,
        "prepaid_idr": order.prepaid_idr,
        "amount_idr": order.amount_idr,
        "billing_code": code.code if code else "",
    }


def _plain_transfer(transfer: Transfer) -> dict[str, Any]:
    from jaring.office.payments import queries

    settled = list(queries.standing_settlements().filter(transfer=transfer))
    return {
        "transfer": transfer.bank_reference,
        "value_date": transfer.value_date.isoformat(),
        "payer": transfer.payer.short,
        "amount_idr": transfer.amount_idr,
        "allocated_idr": sum(each.amount_idr for each in settled),
        "people": sum(each.people for each in settled),
        "not_covered": sum(each.open_people for each in queries.open_bills(transfer.payer)),
        "deposit_idr": queries.deposit_idr(transfer.payer),
        "proof_sha256": transfer.proof_hash,
    }


def _plain_run(run: AllocationRun | None) -> dict[str, Any]:
    settled = list(run.settlements.all()) if run else []
    return {
        "allocated_idr": sum(each.amount_idr for each in settled),
        "people": sum(each.people for each in settled),
    }


def _plain_claim(claim: RefundClaim) -> dict[str, Any]:
    from jaring.office.payments import queries

    money = queries.claim_money(claim)
    return {
        "claim": claim.number,
        "payer": claim.payer.short,
        "kind": claim.kind,
        "amount_idr": claim.amount_idr,
        "received_idr": money.received_idr,
        "written_off_idr": money.written_off_idr,
        "left_idr": money.left_idr,
    }


_LABELS = {
    "month": Text("Bulan", "Month"),
    "months": Text("Bulan", "Months"),
    "total_idr": Text("Jumlah", "Total"),
    "approved_by": Text("Disetujui oleh", "Approved by"),
    "order": Text("Nomor SPP", "Order (SPP)"),
    "date": Text("Tanggal", "Date"),
    "status": Text("Keadaan", "Status"),
    "payer": Text("Sumber dana", "Payer"),
    "kind": Text("Jenis", "Kind"),
    "dues_idr": Text("Iuran ditagih", "Billed dues"),
    "prepaid_idr": Text("Iuran di muka", "Paid ahead"),
    "amount_idr": Text("Jumlah", "Amount"),
    "billing_code": Text("Kode iuran", "Billing code"),
    "transfer": Text("Referensi bank", "Bank reference"),
    "value_date": Text("Tanggal valuta", "Value date"),
    "allocated_idr": Text("Dialokasikan", "Set against dues"),
    "people": Text("Iuran dilunasi", "Dues paid"),
    "not_covered": Text("Iuran belum lunas", "Dues not paid"),
    "deposit_idr": Text("Titipan", "Deposit"),
    "proof_sha256": Text("Sidik bukti", "Hash of the proof"),
    "claim": Text("Nomor surat", "Letter"),
    "received_idr": Text("Sudah kembali", "Came back"),
    "written_off_idr": Text("Dihapus", "Written off"),
    "left_idr": Text("Sisa", "Left"),
    "letter": Text("Nomor surat BPJS", "Letter of the insurer"),
    "granted_by": Text("Dikabulkan oleh", "Granted by"),
}
