"""The way of the money on the great register: bills approved, ordered and paid, one month answered by the insurer.

Every month before the current one is paid whole, the current one for two people in three. The branch answers about
the month before; the difference makes some thousands of cases. Some dues are claimed back, some are to be struck.
All of it by the services that everybody uses.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.db import connection
from django.utils import timezone
from great_register import REGENCY, SEED, say

from jaring import demo
from jaring.core.insurer.answer import AnswerKind
from jaring.core.month import Month
from jaring.office import demonstration
from jaring.office.access.models import User
from jaring.office.billing.models import Bill, Due
from jaring.office.demonstration_reconciliation import Reconciling
from jaring.office.payments import proofs, services
from jaring.office.payments.models import NotOwed, PaymentOrder, RefundClaim
from jaring.office.programme import queries as programme
from jaring.office.programme.models import Enrolment, Payer
from jaring.office.reconciliation import services as reconciliation
from jaring.office.reconciliation.models import MatchRun

HEADING_LINES, LINES_IN_PART = 3, 60_000
CLAIMED, STRUCK, ASKED = 300, 200, 100
"""How many dues are claimed back, struck, and asked to be struck."""


class Money:
    """Pays what the great register billed; each step is taken once, so a run that broke off goes on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.today = timezone.localdate()
        self.month = Month.of(self.today)
        self.officer, self.head, self.treasurer = (
            User.objects.get(username=name) for name in ("petugas", "kepala", "bendahara")
        )

    def build(self) -> None:
        """Pay, claim back, strike, and match the month before the current one."""
        for bill in Bill.objects.filter(approval=None).select_related("payer").order_by("month"):
            say(f"paying {bill.month}")
            self._pay(bill)
        payer = Payer.objects.order_by("id")[0]
        if not RefundClaim.objects.exists():
            say("refunds and releases")
            self._claim(payer)
            self._strike(payer)
        say("the insurer's answer")
        self._match(payer)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")

    def _pay(self, bill: Bill) -> None:
        issued = bill.issued_at
        services.approve_bill(bill, request_key=uuid4(), actor=self.head, now=issued)
        paper = services.OrderPaper(
            number=f"{bill.pk}/SPP-LS/CONTOH", order_date=issued.date(), billing_code=f"99{bill.pk}"
        )
        order = services.order_payment(
            bill.payer, [bill], paper, request_key=uuid4(), actor=self.treasurer, now=issued
        )
        is_whole = bill.month < self.month
        self._transfer(bill, order, bill.total_idr if is_whole else bill.total_idr * 2 // 3, issued)

    def _transfer(self, bill: Bill, order: PaymentOrder, amount_idr: int, at: datetime) -> None:
        paper = services.TransferPaper(
            amount_idr=amount_idr,
            value_date=at.date(),
            bank_reference=f"CONTOH{bill.pk}",
            proof=proofs.keep(demo.bank_slip([f"Nomor {bill.pk}", f"Jumlah Rp {amount_idr}", "Data contoh"])),
            spm_number=f"{bill.pk}/SPM/CONTOH",
            spm_date=at.date(),
            sp2d_number=f"{bill.pk}/SP2D/CONTOH",
            sp2d_date=at.date(),
        )
        services.record_transfer(bill.payer, paper, order=order, request_key=uuid4(), actor=self.treasurer, now=at)

    def _claim(self, payer: Payer) -> None:
        letter = services.ClaimPaper(
            number="1/PENGEMBALIAN/CONTOH", claim_date=self.today, basis="Pencocokan (contoh)"
        )
        paid = self._dues(payer, self.month + -1, "person", CLAIMED)
        named = [services.NamedDue(*due, NotOwed.ELSEWHERE) for due in paid]
        services.claim_refund(payer, named, letter, request_key=uuid4(), actor=self.treasurer, now=_at(self.today))

    def _strike(self, payer: Payer) -> None:
        """Ask for releases among the last of the current bill, which the money did not reach; decide on the first."""
        last = self._dues(payer, self.month, "-enrolment__line__number", STRUCK + ASKED)
        requests = [
            services.request_release(
                payer,
                [services.NamedDue(*due, NotOwed.REJECTED) for due in dues],
                reason=NotOwed.REJECTED,
                reference="Daftar tolakan (contoh)",
                request_key=uuid4(),
                actor=self.officer,
                now=_at(self.today),
            )
            for dues in (last[:STRUCK], last[STRUCK:])
        ]
        services.decide_release(
            requests[0], is_granted=True, request_key=uuid4(), actor=self.head, now=_at(self.today)
        )

    def _dues(self, payer: Payer, month: Month, order: str, number: int) -> list[tuple[int, int]]:
        """Return bill and person of the first dues of a month in some order."""
        dues = Due.objects.filter(bill=Bill.objects.get(payer=payer, month=month))
        dues = dues.filter(enrolment__line__decree__kind="initial")
        return list(dues.order_by(order).values_list("bill", "person")[:number])

    def _match(self, payer: Payer) -> None:
        """Take in what the branch says of the month before, its long list in parts, and match."""
        month = self.month + -1
        answers = Reconciling(REGENCY, self.today, _at, self.folder / "bpjs", SEED)
        insured = answers._insured(programme.enrolled_in(month, payer))  # noqa: SLF001  # As the demonstration reads them.
        gone = answers._insured(Enrolment.objects.filter(pk__in=answers._ended_lately(month)))  # noqa: SLF001  # The demonstration's own choice of who left, not a second one.
        active, rejected = demo.write_insurer_answers(insured, gone, answers.folder, month, SEED)
        facts = {"regency_code": REGENCY, "actor": self.officer, "now": _at(self.today)}
        for paths, kind in ((_parts_of(active), AnswerKind.ACTIVE), ([rejected], AnswerKind.REJECTED)):
            reconciliation.take_in(paths, kind, month, **facts)
        reconciliation.reconcile(month, request_key=uuid4(), **facts)


def _parts_of(path: Path) -> list[Path]:
    """Write a list, without its total, as files short enough to be taken in: each with the heading."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    heading, rows = lines[:HEADING_LINES], lines[HEADING_LINES:-1]
    parts = []
    for number, start in enumerate(range(0, len(rows), LINES_IN_PART)):
        parts.append(path.with_stem(f"{path.stem}-{number + 1}"))
        parts[-1].write_text("".join(heading + rows[start : start + LINES_IN_PART]), encoding="utf-8")
    return parts


def is_built() -> bool:
    """Say whether the money went all its way: the match comes last."""
    return MatchRun.objects.exists()


_at = demonstration._at  # noqa: SLF001  # The same hour as in the demonstration.
