"""What it means that a contribution is paid on a certain day, or not yet: in time, late, or too late; and the fine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from jaring.core import law
from jaring.core.contribution import Payer, Segment
from jaring.core.coverage.calendar import ONE_DAY, number_of
from jaring.core.coverage.payments import LapseRules, Payment, due_on, lapse_rules, last_payable
from jaring.core.coverage.sentence import Sentence
from jaring.core.law.finding import Finding
from jaring.core.money import ZERO, Rounding, Rupiah
from jaring.core.month import Month
from jaring.core.wording import day_text, month_text

NO_READINGS: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Delay:
    """How a payment stands to the deadlines of its month.

    Attributes:
        due_on: Day on which the contribution falls due.
        payment: In time, late, or after the membership ended.
        days_late: Days after the due date; 0 where it is in time.
        fine: What is owed on top.
        payable_until: Last day on which it can be paid without a new beginning; None for wage earners.
    """

    due_on: date
    payment: Payment
    days_late: int
    fine: Rupiah
    payable_until: date | None
    reasons: tuple[Finding, ...]


def delay_of(
    month: Month,
    on: date,
    payer: Payer,
    contribution: Rupiah,
    *,
    stopped: Month | None = None,
    readings: frozenset[str] = NO_READINGS,
) -> Delay:
    """Say how a payment of a month's contribution on a day stands to its deadlines.

    Args:
        month: Month the contribution is for.
        on: Day of the payment; today for what is still open.
        payer: Whose money pays; employers pay for wage earners.
        contribution: What the month costs, IDR, above or equal to zero.
        stopped: First month that had not been paid before this payment; ``month`` by default.
        readings: Readings of the law that are followed.

    Returns:
        The delay with its reasons. A fine counts each month that has begun since the due date; the law does not
        say how parts of a month count.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.

    Source of law:
        PP 44/2015 for the due date and the fine; the published practice of BPJS Ketenagakerjaan for arrears. As read
        on 2026-11-22.

    >>> delay_of(Month(2026, 5), date(2026, 7, 1), Payer.APBD, Rupiah(16_800)).days_late
    16
    >>> delay_of(Month(2026, 5), date(2026, 7, 1), Payer.EMPLOYER, Rupiah(100_000)).fine
    Rupiah(idr=2000)
    """
    due, due_rule = due_on(number_of(month))
    days_late = max(0, (on - due).days)
    fine_rule = law.at(max(on, due), readings=readings).value(
        "contribution/common/late_fine_rate", segment=payer.segment.value
    )
    fine = contribution.times(fine_rule.rate * months_begun(due, on), Rounding.HALF_UP)
    parts: dict[str, object] = {"month": month_text(month), "due": day_text(due), "days": days_late, "fine": fine}
    if payer.segment is Segment.PU:
        payment = Payment.LATE if days_late else Payment.IN_TIME
        said = (_FINED.on(fine_rule, due_rule, **parts) if days_late else _IN_TIME.on(due_rule, **parts),)
        return Delay(due, payment, days_late, fine, None, said)
    rules = lapse_rules(on, readings)
    payable = last_payable(number_of(stopped or month), rules.grace_months)
    parts |= {"payable": day_text(payable), "count": rules.grace_months}
    if not days_late:
        return Delay(due, Payment.IN_TIME, 0, fine, payable, (_IN_TIME.on(due_rule, **parts),))
    payment = Payment.AFTER_END if on > payable else Payment.LATE
    first = _consequence(payment, rules)
    reasons = (
        first.on(due_rule, *rules.values, **parts),
        _NO_FINE.on(fine_rule) if fine == ZERO else _FINED.on(fine_rule, **parts),
    )
    return Delay(due, payment, days_late, fine, payable, reasons)


def months_begun(due: date, on: date) -> Decimal:
    """Return how many months have begun after the due date until a day, whole or not.

    >>> [int(months_begun(date(2026, 6, 15), date(2026, month, day))) for month, day in ((6, 16), (7, 15), (7, 16))]
    [1, 1, 2]
    """
    if on <= due:
        return Decimal(0)
    before = on - ONE_DAY
    return Decimal((before.year - due.year) * 12 + before.month - due.month + (1 if before.day >= due.day else 0))


def _consequence(payment: Payment, rules: LapseRules) -> Sentence:
    if payment is Payment.AFTER_END:
        return _AFTER_END
    return _LATE if rules.late_payment_covers else _LATE_WITHOUT_COVER


_IN_TIME: Final = Sentence.of(
    "DELAY_NONE",
    "Iuran {month} jatuh tempo {due}; belum terlambat.",
    "The contribution for {month} falls due on {due}; it is not late.",
)
_LATE: Final = Sentence.of(
    "DELAY_LATE",
    "Iuran {month} lewat {days} hari dari jatuh tempo {due}. Tunggakan dapat dibayar sampai {payable} tanpa menjadi "
    "peserta baru; bulan yang dilunasi tetap dilindungi.",
    "The contribution for {month} is {days:day|days} past its due date, {due}. Arrears can be paid until {payable} "
    "without becoming a new participant; a month so paid is covered.",
)
_LATE_WITHOUT_COVER: Final = Sentence.of(
    "DELAY_LATE",
    "Iuran {month} lewat {days} hari dari jatuh tempo {due}. Tunggakan dapat dibayar sampai {payable} tanpa menjadi "
    "peserta baru; menurut tafsir yang dipilih, bulan yang terlambat dibayar tidak dilindungi.",
    "The contribution for {month} is {days:day|days} past its due date, {due}. Arrears can be paid until {payable} "
    "without becoming a new participant; by the reading chosen, a month paid late is not covered.",
)
_AFTER_END: Final = Sentence.of(
    "DELAY_AFTER_END",
    "Iuran {month} lewat {days} hari dari jatuh tempo {due}, dan batas {payable} ({count} bulan) sudah lewat: "
    "kepesertaan berakhir, dan pembayaran dihitung sebagai peserta baru kecuali BPJS memulihkannya.",
    "The contribution for {month} is {days:day|days} past its due date, {due}, and the limit of {payable} ({count} "
    "months) has passed: the membership has ended, and the payment counts as that of a new participant unless the "
    "insurer restores it.",
)
_NO_FINE: Final = Sentence.of("DELAY_NO_FINE", "Tidak ada denda.", "There is no fine.")
_FINED: Final = Sentence.of(
    "DELAY_FINE",
    "Iuran {month} lewat {days} hari dari jatuh tempo {due}; dendanya {fine}.",
    "The contribution for {month} is {days:day|days} past its due date, {due}; the fine is {fine}.",
)
